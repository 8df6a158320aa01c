import CaseModel
import EventLog
import FoundationEssentials
package import MerkleTree
package import Values

extension CaseRecord {
    // MARK: Looking

    /// One unit's keys, without any key in it.
    package struct UnitKeyState: Sendable {
        package let unit: Identifier
        package let events: Int
        package let epochs: Int
        package let faults: [Fault]

        package enum Fault: Sendable, Equatable {
            case missing
            case destroyed
            case otherKey(String)
            case damaged(epoch: Int64)
            case swapped(epoch: Int64, with: Identifier)
            /// The key opens, and this event does not.
            case eventDoesNotOpen(Int64)
            /// The unit was erased, and its key is still here.
            case outlivesErasure

            /// A stable word for programs.
            package var code: String {
                switch self {
                case .missing: "missing"
                case .destroyed: "destroyed"
                case .otherKey: "other-key"
                case .damaged: "damaged"
                case .swapped: "swapped"
                case .eventDoesNotOpen: "event-does-not-open"
                case .outlivesErasure: "outlives-erasure"
                }
            }

            package var sentence: String {
                switch self {
                case .missing: "its key is missing"
                case .destroyed: "its key was destroyed, and no erasure says why"
                case .otherKey(let kek): "its key is wrapped by key-encryption key \(kek)"
                case .damaged(let epoch):
                    "its key of epoch \(epoch) is damaged or of another record"
                case .swapped(let epoch, let other):
                    "its key of epoch \(epoch) is that of unit \(other)"
                case .eventDoesNotOpen(let position):
                    "its key opens, and event \(position) does not open with it"
                case .outlivesErasure: "it was erased, and its key is still here"
                }
            }
        }
    }

    package struct KeyReport: Sendable {
        /// The key-encryption key's id, and the signing key's written public half; nil when not here.
        package let encryptionKey: String
        package let signingKey: String?
        package let signingKeys: KeyHistory
        package let units: Int
        package let keys: Int
        package let erased: Int
        /// Keys of units without events: made for later, or left over.
        package let orphans: Int
        package let faulty: [UnitKeyState]
        package let rotatedUnits: Int
    }

    /// Opens every unit's keys, and the first and the newest event of each unit.
    package func checkKeys() throws -> KeyReport {
        try RecordError.wrapping {
            guard let store = log.keys else {
                throw LogError.locked("the log was opened without keys")
            }
            let holdings = try Dictionary(grouping: store.holdings(), by: \.unit)
            let (extents, states) = try log.read { snapshot in
                let extents = try snapshot.units()
                let states = try extents.map { extent in
                    try self.state(of: extent, holdings[extent.unit] ?? [], snapshot)
                }
                return (extents, states)
            }
            let used = Set(extents.map(\.unit))
            return KeyReport(
                encryptionKey: store.encryptionKey.id,
                signingKey: log.signingKey?.description,
                signingKeys: try keyHistory(),
                units: extents.count,
                keys: holdings.values.joined().count { $0.state != .destroyed },
                erased: extents.count(where: \.isErased),
                orphans: holdings.count { unit, keys in
                    !used.contains(unit) && keys.contains { $0.state != .destroyed }
                },
                faulty: states.filter { !$0.faults.isEmpty },
                rotatedUnits: holdings.values.count { $0.count > 1 }
            )
        }
    }

    private func state(
        of extent: LogSnapshot.UnitExtent,
        _ holdings: [KeyStore.Holding],
        _ snapshot: LogSnapshot
    ) throws -> UnitKeyState {
        var faults: [UnitKeyState.Fault] = []
        if extent.isErased {
            if holdings.contains(where: { $0.state != .destroyed }) {
                faults.append(.outlivesErasure)
            }
        } else {
            if holdings.isEmpty { faults.append(.missing) }
            for holding in holdings {
                switch holding.state {
                case .opens: break
                case .destroyed: faults.append(.destroyed)
                case .otherKey: faults.append(.otherKey(holding.kek))
                case .damaged: faults.append(.damaged(epoch: holding.epoch))
                case .swapped(let other, _):
                    faults.append(.swapped(epoch: holding.epoch, with: other))
                }
            }
            if faults.isEmpty {
                for position in Set([extent.first, extent.last]).sorted() {
                    guard let event = try snapshot.event(at: position) else { continue }
                    if case .locked = try snapshot.open([event])[0] {
                        faults.append(.eventDoesNotOpen(position))
                    }
                }
            }
        }
        return UnitKeyState(
            unit: extent.unit,
            events: extent.count,
            epochs: holdings.count,
            faults: faults
        )
    }

    // MARK: Rotating

    package enum RotationReason: String, CaseIterable, Sendable {
        case routine, erasure, compromise
        case staffLeft = "staff-left"
        case recovery
    }

    /// Where a new key-encryption key is kept.
    package enum NewKeyPlace: Sendable {
        /// In the key file, behind a passphrase if the one before was.
        case file
        /// In the key file, behind a passphrase.
        case passphrase
        /// In a vault, which has it already and prints it.
        case command(String)
    }

    package struct KeyRotation: Sendable {
        package let from: String
        package let to: String
        package let count: Int
    }

    /// Replaces the key-encryption key: every unit's key is wrapped anew, and the old key destroyed.
    ///
    /// The new key is durable before the keys file is changed, and the old one goes only after; opening
    /// finishes or undoes what a crash leaves between.
    package func rotateEncryptionKey(
        to place: NewKeyPlace = .file,
        because reason: RotationReason,
        leavingLocked: Bool = false,
        by staff: String
    ) throws -> KeyRotation {
        try RecordError.wrapping {
            guard let store = log.keys else {
                throw LogError.locked("the log was opened without keys")
            }
            guard try self.staff()[staff] != nil else { throw unknownStaff(staff) }
            let from = store.encryptionKey.id
            let new: KeyEncryptionKey
            var text: String?
            if case .command(let command) = place {
                let keys = try KeyCommand.output(of: command).split(whereSeparator: \.isNewline)
                    .compactMap { KeyEncryptionKey($0) }
                guard let key = keys.first(where: { $0.id != from }) else {
                    throw RecordError(
                        .invalid,
                        "key-command",
                        "the key command printed no key-encryption key but the one in use",
                        hint: "make one with 'vigil keys new', and put it into the vault first"
                    )
                }
                new = key
            } else {
                guard places.keyCommand == nil else {
                    throw RecordError(
                        .invalid,
                        "key-command",
                        "the key comes from a command, so Vigil cannot put a new one there",
                        hint: "put one into the vault, and give --to-key-command"
                    )
                }
                new = try KeyPlaces.newKey()
                var isProtected = places.isProtected
                if case .passphrase = place { isProtected = true }
                // Before any lock is taken: a person may take their time.
                text = try places.written(new, protected: isProtected)
            }
            let count = try store.rewrap(
                under: new,
                leavingLocked: leavingLocked,
                note: "\(from) \(new.id) \(reason.rawValue) \(staff)",
                prepare: {
                    if let text {
                        try RecordFiles.write(text, toNew: places.encryptionGenerations.next)
                    }
                }
            )
            if text != nil {
                try places.settle(keysFile: files.keys, record: info.id)
            } else if places.keyCommand == nil {
                try RecordFiles.destroy(places.encryptionFile)
            }
            try recordUnfinishedRotation()
            return KeyRotation(from: from, to: new.id, count: count)
        }
    }

    /// Records a change of a key that has no event yet.
    func recordUnfinishedRotation() throws {
        guard let store = log.keys, let note = try store.note() else { return }
        let words = note.split(separator: " ").map(String.init)
        let names =
            words.first == "unit" ? ["key", "unit", "epoch", "reason"] : ["from", "to", "reason"]
        guard words.count == names.count + 1, let staff = words.last else {
            return try store.forgetNote()
        }
        var data: JSON = words.first == "unit" ? [:] : ["key": "key-encryption"]
        for (name, word) in zip(names, words) {
            data = data.setting(name, to: name == "epoch" ? .number(word) : .string(word))
        }
        // Killed after the event and before this, it would be told twice.
        let told = try log.read { try $0.entries(of: StreamNames.governance(of: info.id)) }
        if !told.contains(where: { $0.type == .keysRotated && $0.payload?.data == data }) {
            try record(service: Draft(.keysRotated, at: .instant(now()), data), by: staff)
        }
        try store.forgetNote()
    }

    /// Gives a unit a new key for what is recorded from now on.
    ///
    /// - Returns: the new epoch.
    @discardableResult
    package func rotateUnitKey(
        of unit: Identifier,
        because reason: RotationReason,
        by staff: String
    ) throws -> Int64 {
        try RecordError.wrapping {
            guard let store = log.keys else {
                throw LogError.locked("the log was opened without keys")
            }
            guard try self.staff()[staff] != nil else { throw unknownStaff(staff) }
            guard try log.read({ try $0.isErased(unit) }) == false else {
                throw LogError.key(.destroyed, "unit \(unit) was erased")
            }
            guard try log.read({ try $0.hasEvents(in: unit) }) else {
                throw RecordError(
                    .invalid,
                    "unknown-unit",
                    "no event is sealed in unit \(unit)",
                    hint: "'vigil keys list --units' shows the units there are"
                )
            }
            try recordUnfinishedRotation()
            let epoch = try store.rotate(unit: unit, at: now()) { epoch in
                "unit \(unit) \(epoch) \(reason.rawValue) \(staff)"
            }
            try recordUnfinishedRotation()
            return epoch
        }
    }

    /// Every unit and how many events and keys it has.
    package func unitKeys() throws -> [(unit: Identifier, events: Int, epochs: Int, erased: Bool)] {
        try RecordError.wrapping {
            let holdings = try Dictionary(grouping: log.keys?.holdings() ?? [], by: \.unit)
            return try log.read { snapshot in
                try snapshot.units().map {
                    ($0.unit, $0.count, holdings[$0.unit]?.count ?? 0, $0.isErased)
                }
            }
        }
    }

    /// Writes a new key-encryption key to a file, to be put into a vault.
    ///
    /// - Returns: its id.
    package static func makeEncryptionKey(at path: String) throws -> String {
        let key = try KeyPlaces.newKey()
        try RecordFiles.write(key.written + "\n", toNew: path)
        return key.id
    }
}

// MARK: - What there is

extension CaseRecord {
    package struct KeyList: Sendable {
        package let encryptionKey: String
        package let encryptionPlace: String
        package let signingKey: String
        /// That key and those before it.
        package let signingKeys: KeyHistory
        package let signingPlace: String
        package let canSign: Bool
        package let recoveryCopies: [RecoveryCopy]
        package let warnings: [String]

        package func json(unitKeys: JSON?) -> JSON {
            let copies = recoveryCopies.map { copy -> JSON in
                [
                    "holder": .string(copy.holder), "keyEncryptionKey": .string(copy.key),
                    "made": .string(copy.made.description),
                ]
            }
            return .object(present: [
                ("keyEncryptionKey", .string(encryptionKey)),
                ("keyEncryptionPlace", .string(encryptionPlace)),
                ("signingKey", .string(signingKey)), ("signingKeys", signingKeys.json),
                ("canSign", .bool(canSign)),
                ("recoveryCopies", .array(copies)), ("unitKeys", unitKeys),
                ("warnings", JSON(warnings)),
            ])
        }
    }

    /// A copy of the keys that a holder was given, as its event says.
    package struct RecoveryCopy: Sendable {
        package let holder: String
        /// The id of the key-encryption key in it.
        package let key: String
        package let made: Instant
        /// Whether the signing key was replaced after it was made.
        package let isBeforeSigningKey: Bool
    }

    package func keyList() throws -> KeyList {
        try RecordError.wrapping {
            guard let store = log.keys else {
                throw LogError.locked("the log was opened without keys")
            }
            let kek = store.encryptionKey.id
            let copies = try recoveryCopies()
            let current = Set(copies.filter { $0.key == kek }.map(\.holder))
            var warnings: [String] = []
            if current.count < 2 {
                warnings.append(
                    "\(current.count) \(current.count == 1 ? "person holds" : "people hold") a recovery copy of the key in use; there should be"
                        + " two ('vigil keys recover --make')"
                )
            }
            for holder in Set(copies.map(\.holder)).subtracting(current).sorted() {
                warnings.append("the recovery copy of \(holder) is of a key that was replaced")
            }
            for copy in copies where copy.key == kek && copy.isBeforeSigningKey {
                warnings.append(
                    "the recovery copy of \(copy.holder) was made before the signing key was replaced"
                )
            }
            let signingKeys = try keyHistory()
            return KeyList(
                encryptionKey: kek,
                encryptionPlace: places.keyCommand != nil
                    ? "a command"
                    : places.encryptionFile
                        + (places.isProtected ? ", behind a passphrase" : ""),
                signingKey: signingKeys.newest.description,
                signingKeys: signingKeys,
                signingPlace: places.signingFile,
                canSign: log.canSign,
                recoveryCopies: copies,
                warnings: warnings
            )
        }
    }

    /// The newest copy of each holder, in order of holder.
    private func recoveryCopies() throws -> [RecoveryCopy] {
        var copies: [String: (entry: Entry, key: String)] = [:]
        var replaced: Int64 = 0
        let entries = try log.read { snapshot in
            let events = try snapshot.events(of: StreamNames.governance(of: info.id))
            return try snapshot.open(events) { Entry($0, $1) }
        }
        for entry in entries {
            guard let data = entry.payload?.data else { continue }
            if entry.type == .keysRotated, data["key"]?.string == "signing" {
                replaced = entry.position
            }
            guard entry.type == .recoveryCopyMade, let holder = data["holder"]?.string,
                let key = data["keyEncryptionKey"]?.string
            else { continue }
            copies[holder] = (entry, key)
        }
        return copies.map { holder, copy in
            RecoveryCopy(
                holder: holder,
                key: copy.key,
                made: copy.entry.recordedAt,
                isBeforeSigningKey: copy.entry.position < replaced
            )
        }
        .sorted { $0.holder < $1.holder }
    }
}

extension KeyHistory {
    /// For programs: each key with the sizes that it signs.
    package var json: JSON {
        .array(
            spans.map { span in
                .object(present: [
                    ("key", .string(span.key.description)), ("first", JSON(Int(span.first))),
                    ("last", span.last.map { JSON(Int($0)) }),
                ])
            }
        )
    }
}
