package import CaseModel
import EventLog
import MerkleTree
import Projector
package import Values

/// What an erasure came to.
package struct ErasureReceipt: Sendable {
    /// Of the `erasure-carried-out` event.
    package let position: Int64
    package let caseID: Identifier
    package let units: [Identifier]
    /// Events that lost their content.
    package let events: Int
    package let reached: [String]
    package let notReached: [String]
}

extension CaseRecord {
    // MARK: What was asked and decided

    package func disposals() throws -> DisposalRegister {
        try RecordError.wrapping { try log.read { try register($0) } }
    }

    private func register(_ snapshot: LogSnapshot) throws -> DisposalRegister {
        DisposalRegister(folding: try snapshot.entries(of: StreamNames.governance(of: info.id)))
    }

    /// A disposal by the position or the identifier of its proposal.
    package func disposal(_ name: String) throws -> Disposal {
        let all = try disposals().disposals
        let found = all.filter { "\($0.position)" == name || $0.id.description.hasPrefix(name) }
        guard !name.isEmpty, found.count == 1 else {
            throw RecordError(
                .refused,
                "unknown-disposal",
                "there is no disposal '\(name.prefix(40))', or more than one",
                hint: "'vigil erase list' shows them; name one by its position"
            )
        }
        return found[0]
    }

    package func erasureRequest(_ name: String) throws -> ErasureRequest {
        let all = try disposals().requests
        let found = all.filter { "\($0.position)" == name || $0.id.description.hasPrefix(name) }
        guard !name.isEmpty, found.count == 1 else {
            throw RecordError(
                .refused,
                "unknown-request",
                "there is no request to erase '\(name.prefix(40))', or more than one",
                hint: "'vigil erase list' shows them; name one by its position"
            )
        }
        return found[0]
    }

    /// One step of a disposal: role and rules are asked inside the write lock, where nothing can change.
    private func step(
        _ type: EventType,
        _ data: JSON,
        by staff: String,
        _ check: (DisposalRegister) throws -> Void = { _ in }
    ) throws -> Entry {
        try RecordError.wrapping {
            guard let member = try self.staff()[staff] else { throw unknownStaff(staff) }
            try DisposalRules.check(type, roles: member.roles)
            return try record(
                service: Draft(type, at: .instant(now()), data),
                by: staff,
                before: { try check(self.register($0.snapshot)) }
            )
        }
    }

    private func named(_ id: Identifier, in register: DisposalRegister) throws -> Disposal {
        guard let disposal = register.disposal(id) else {
            throw RecordError(.refused, "unknown-disposal", "there is no disposal \(id)")
        }
        return disposal
    }

    package func requestErasure(
        of name: String,
        _ extent: Disposal.Extent,
        requester: String,
        due: CivilDate?,
        by staff: String
    ) throws -> Entry {
        let summary = try findCase(name)
        let today = LondonTime.civil(of: now()).date
        return try step(
            .erasureRequested,
            .object(present: [
                ("case", .string(summary.id.description)), ("extent", .string(extent.word)),
                ("film", extent.film.map(JSON.string)),
                ("position", extent.position.map { JSON(Int($0)) }),
                ("requester", .string(requester)),
                ("due", .string((due ?? today.adding(months: 1)).description)),
            ]),
            by: staff
        )
    }

    package func refuseErasure(
        _ request: ErasureRequest,
        exemption: String,
        reason: String?,
        by staff: String
    ) throws -> Entry {
        try step(
            .erasureRefused,
            .object(present: [
                ("request", .string(request.id.description)), ("exemption", .string(exemption)),
                ("reason", reason.map(JSON.string)),
            ]),
            by: staff
        ) { register in
            guard register.request(request.id)?.isOpen ?? false else {
                throw RecordError(
                    .refused,
                    "disposal-state",
                    "the request at position \(request.position) was answered already"
                )
            }
        }
    }

    package func proposeDisposal(
        of name: String,
        _ extent: Disposal.Extent,
        ground: String,
        rules: [String] = [],
        due: CivilDate? = nil,
        request: ErasureRequest? = nil,
        reason: String? = nil,
        by staff: String
    ) throws -> Entry {
        let summary = try findCase(name)
        let units = try RecordError.wrapping {
            try log.read { snapshot in
                try self.units(of: extent, try snapshot.entries(of: summary.id))
            }
        }
        let lastReference = extent == .wholeCase ? try lastReadableReference() : nil
        return try step(
            .disposalProposed,
            .object(present: [
                ("case", .string(summary.id.description)), ("extent", .string(extent.word)),
                ("units", JSON(units.map(\.description))),
                ("film", extent.film.map(JSON.string)),
                ("position", extent.position.map { JSON(Int($0)) }),
                ("ground", .string(ground)), ("rules", rules.isEmpty ? nil : JSON(rules)),
                ("due", due.map { .string($0.description) }),
                ("request", request.map { .string($0.id.description) }),
                ("proposedBy", .string(staff)), ("reason", reason.map(JSON.string)),
                ("lastReference", lastReference.map { JSON($0) }),
            ]),
            by: staff
        ) { register in
            guard
                let other = register.disposals.first(where: {
                    $0.isOpen && $0.caseID == summary.id && $0.extent == extent
                })
            else { return }
            throw RecordError(
                .refused,
                "disposal-state",
                "the same is proposed already, at position \(other.position)",
                hint: "vigil erase show \(other.position)"
            )
        }
    }

    package func appraise(
        _ disposal: Disposal,
        outcome: String,
        reason: String,
        by staff: String
    ) throws -> Entry {
        try step(
            .disposalAppraised,
            [
                "proposal": .string(disposal.id.description), "outcome": .string(outcome),
                "appraisedBy": .string(staff), "reason": .string(reason),
            ],
            by: staff
        ) { try DisposalRules.checkAppraisal(of: self.named(disposal.id, in: $0), by: staff) }
    }

    package func schedule(
        _ disposal: Disposal,
        notBefore: Instant?,
        by staff: String
    ) throws -> Entry {
        let days = Int64(DisposalRules.coolingOffDays)
        let time = notBefore ?? now().adding(milliseconds: days * 86_400_000)
        return try step(
            .disposalScheduled,
            [
                "proposal": .string(disposal.id.description),
                "notBefore": .string(time.description),
            ],
            by: staff
        ) { try DisposalRules.checkApproved(self.named(disposal.id, in: $0)) }
    }

    package func cancel(_ disposal: Disposal, reason: String, by staff: String) throws -> Entry {
        try step(
            .disposalCancelled,
            ["proposal": .string(disposal.id.description), "reason": .string(reason)],
            by: staff
        ) { try DisposalRules.checkOpen(self.named(disposal.id, in: $0)) }
    }

    package func attest(
        _ disposal: Disposal,
        _ state: Disposal.Attested,
        backupsExpire: CivilDate? = nil,
        recipientsTold: [String] = [],
        by staff: String
    ) throws -> Entry {
        let register = try disposals()
        let current = try named(disposal.id, in: register)
        let today = LondonTime.civil(of: now()).date
        let done = current.carriedOut
        let entry = try step(
            .disposalAttested,
            .object(present: [
                ("erasure", .string((done?.id ?? disposal.id).description)),
                ("state", .string(state.rawValue)),
                (
                    "retiredKey",
                    register.rotations.last { $0.position > done?.position ?? 0 }?.from
                        .map(JSON.string)
                ),
                ("backupsExpire", backupsExpire.map { .string($0.description) }),
                ("recipientsTold", recipientsTold.isEmpty ? nil : JSON(recipientsTold)),
                ("attestedBy", .string(staff)),
            ]),
            by: staff
        ) { register in
            let disposal = try self.named(disposal.id, in: register)
            try DisposalRules.checkAttestation(state, of: disposal, in: register, today: today)
            guard try self.log.keys?.units(withKeyAmong: disposal.units).isEmpty ?? false else {
                throw RecordError(
                    .damaged,
                    "key-left",
                    "a key of an erased unit is still here",
                    hint: "open the record for writing once more: that destroys it"
                )
            }
        }
        try sign()
        return entry
    }

    // MARK: What it would reach

    /// The units that an extent of a case has and that are not erased yet.
    private func units(of extent: Disposal.Extent, _ entries: [Entry]) throws -> [Identifier] {
        let gone = Set(entries.filter { $0.kind == "erasure" }.map(\.unit))
        let state = CaseState(folding: entries)
        let units: Set<Identifier>
        switch extent {
        case .wholeCase: units = Set(entries.map(\.unit))
        case .film(let film):
            guard let thing = state.thing(.film, film) else {
                throw RecordError(
                    .refused,
                    "unknown-thing",
                    "the case has no film '\(film.prefix(64))' that can be read",
                    hint: "'vigil case show' lists its films"
                )
            }
            units = [thing.unit]
        case .entry(let position):
            guard let entry = entries.first(where: { $0.position == position }) else {
                throw RecordError(
                    .refused,
                    "unknown-position",
                    "the case has no position \(position)"
                )
            }
            let shared = [state.caseUnit] + (state.things[.film] ?? [:]).values.map { $0.unit }
            guard !shared.contains(entry.unit) else {
                throw RecordError(
                    .refused,
                    "shared-unit",
                    "position \(position) is kept together with its case or film and cannot be"
                        + " erased alone",
                    hint: "'vigil entry void' takes it out of every view"
                )
            }
            units = [entry.unit]
        }
        let left = units.subtracting(gone)
        guard !left.isEmpty else {
            throw RecordError(.refused, "already-erased", "all of it is erased already")
        }
        return left.sorted()
    }

    // MARK: Carrying it out

    /// Destroys what a disposal says. Approvals, time, holds and requests are asked again in the very
    /// transaction that erases.
    ///
    /// - Parameter how: how the film itself was destroyed, when the case does not say yet that it was:
    ///   the record never held it, and afterwards could not name it.
    package func carryOut(
        _ disposal: Disposal,
        how: String? = nil,
        by staff: String
    ) throws -> ErasureReceipt {
        try RecordError.wrapping {
            let service = try self.staff()
            guard let member = service[staff] else { throw unknownStaff(staff) }
            try DisposalRules.check(.erasureCarriedOut, roles: member.roles)
            let clock = now()
            let (entries, units, position, root) = try log.write(at: clock) { transaction in
                let snapshot = transaction.snapshot
                let current = try named(disposal.id, in: register(snapshot))
                try DisposalRules.checkApproved(current)
                try DisposalRules.checkTime(of: current, now: clock)
                let entries = try snapshot.entries(of: current.caseID)
                let units = try self.units(of: current.extent, entries)
                try DisposalRules.checkCase(entries, for: current.extent, units: Set(units))
                var appended: [Entry] = []
                if let draft = try filmDestroyed(current, how, entries, at: clock) {
                    var recorder = Recorder(transaction, service: service, clock: clock) { _ in nil
                    }
                    _ = try recorder.perform(Request([draft], in: current.caseID, by: staff))
                    try transaction.append(recorder.events)
                    appended = recorder.entries
                }
                let rows = try transaction.erase(
                    units,
                    of: current.caseID,
                    by: staff,
                    ids: units.map { _ in
                        Identifier(version7At: transaction.recordedAt, random: CaseRecord.fresh())
                    }
                )
                return (
                    appended + rows.map { Entry($0, content: .erased) }, units,
                    transaction.position, transaction.root
                )
            }
            // From here on it has happened: what is not done below, the next opening does.
            try log.keys?.destroy(units: units)
            forget([disposal.caseID])
            try afterCommit(entries, position, root)
            guard let receipt = try complete(disposal, by: staff) else {
                throw RecordError(.unavailable, "nothing-recorded", "nothing was recorded")
            }
            return receipt
        }
    }

    /// The entry that says that a film is gone, where the case does not say so yet.
    private func filmDestroyed(
        _ disposal: Disposal,
        _ how: String?,
        _ entries: [Entry],
        at clock: Instant
    ) throws -> Draft? {
        guard let film = disposal.extent.film,
            let thing = CaseState(folding: entries).thing(.film, film),
            thing.standing != "destroyed", thing.standing != "lost"
        else { return nil }
        guard let how else {
            throw RecordError(
                .refused,
                "film-not-destroyed",
                "\(film) is not recorded as destroyed, and what is known of where it is would go",
                hint: "destroy the film first; then say how with --how, or 'vigil film destroy'"
            )
        }
        let reasons = [
            "consent-withdrawn": "consent-withdrawn", "right-to-erasure": "on-request",
            "retention-over": "retention-over",
        ]
        return Draft(
            .filmDestroyed,
            at: .instant(clock),
            [
                "film": .string(film), "reason": .string(reasons[disposal.ground] ?? "other"),
                "how": .string(how), "copiesDestroyed": true,
            ]
        )
    }

    // MARK: Finishing

    /// What a crash or a restored keys file left of erasures: keys, rows of projections, the event that
    /// says what was reached.
    func finishErasures() throws {
        guard log.keyStore != nil, try log.read({ try !$0.erasures().isEmpty }) else { return }
        let left = try log.finishErasures(at: now())
        let (known, erasures) = try log.read { snapshot in
            (try register(snapshot), try snapshot.erasures())
        }
        let by = Dictionary(erasures.map { ($0.unit, $0) }) { first, _ in first }
        for disposal in known.disposals where disposal.isOpen && disposal.notBefore != nil {
            // All its units went in one transaction, after it was scheduled.
            let done = disposal.units.compactMap { by[$0] }
            guard let last = done.last, done.count == disposal.units.count,
                last.position > disposal.position
            else { continue }
            _ = try complete(disposal, by: last.by)
        }
        if !left.isEmpty { _ = try scrubProjections() }
    }

    /// Clears what is computed from the log, and says what was reached; nil when somebody else has.
    private func complete(_ disposal: Disposal, by staff: String) throws -> ErasureReceipt? {
        let (reached, missed) = try scrubProjections()
        let (units, erased) = try log.read { snapshot in
            let rows = try snapshot.events(of: disposal.caseID).map(\.row)
            let others = try register(snapshot).disposals.compactMap(\.carriedOut).flatMap(\.units)
            var units = Set(
                rows.filter { $0.kind == .erasure && $0.position > disposal.position }.map(\.unit)
            )
            .subtracting(others)
            // A case may have more units than when it was proposed.
            if disposal.extent != .wholeCase { units.formIntersection(disposal.units) }
            return (
                units, rows.filter { units.contains($0.unit) && $0.kind != .erasure }
            )
        }
        guard !units.isEmpty else { return nil }
        let positions = erased.map(\.position)
        var notReached = missed + (try outOfReach(of: disposal.caseID, positions))
        var done = ["log", "keys"] + reached
        if try log.emptyWriteAheadLog() {
            done.append("write-ahead log")
        } else {
            notReached.append("write-ahead log, while another process reads: sealed, without a key")
        }
        let clock = now()
        let draft = Draft(
            .erasureCarriedOut,
            at: .instant(clock),
            .object(present: [
                ("proposal", .string(disposal.id.description)),
                ("case", .string(disposal.caseID.description)),
                ("units", JSON(units.sorted().map(\.description))),
                ("events", JSON(erased.count)),
                ("positions", positions.isEmpty ? nil : JSON(ranges(of: positions))),
                ("reached", JSON(done)),
                ("notReached", notReached.isEmpty ? nil : JSON(notReached)),
                ("carriedOutBy", .string(staff)),
            ])
        )
        struct Done: Error {}
        do {
            let entry = try record(service: draft, by: staff) { transaction in
                guard try self.register(transaction.snapshot).disposal(disposal.id)?.isOpen ?? false
                else { throw Done() }
            }
            try sign()
            return ErasureReceipt(
                position: entry.position,
                caseID: disposal.caseID,
                units: units.sorted(),
                events: erased.count,
                reached: done,
                notReached: notReached
            )
        } catch is Done {
            return nil
        }
    }

    /// Copies that left: exports and packs with any of these positions, and backups.
    private func outOfReach(of caseID: Identifier, _ positions: [Int64]) throws -> [String] {
        guard let first = positions.min() else { return [] }
        let gone = Set(positions)
        let issued = try exportRegister().filter { issue in
            guard issue.caseID == caseID else { return false }
            return issue.exported.isEmpty
                ? (issue.toPosition ?? issue.position) >= first
                : !issue.exported.isDisjoint(with: gone)
        }
        let backups = try disposals().backups.filter { $0.through >= first }
        return issued.map {
            "\($0.profile == "pack" ? "pack" : "export") at position \($0.position) held by"
                + " \($0.recipient)"
        }
            + backups.map {
                "backup at position \($0.position), until the key-encryption key of then is gone"
            }
    }

    /// Brings every projection's file past the erasure and scrubs it; what cannot be brought there is
    /// removed, and computed again when somebody asks.
    private func scrubProjections() throws -> (reached: [String], notReached: [String]) {
        try catchUpDirectory()
        if try directory.state().isUnscrubbed { try directory.scrub() }
        var kept: Set<String> = ["directory"]
        var files: [ProjectionFile] = []
        for folder in try projections.folders() {
            guard let file = try? projections.file(folder), let state = try? file.state(),
                state.stopped == nil, state.building == nil
            else { continue }
            files.append(file)
        }
        try catchUp(files)
        let end = try log.read { try $0.position() }
        for file in files {
            let state = try file.state()
            // What stopped on the way may hold what it should no longer hold.
            if state.stopped == nil, !state.isUnscrubbed, state.position >= end {
                kept.insert(file.folder.name)
            } else {
                projections.forget(file.folder.name)
            }
        }
        let removed = try projections.store.sweep(keeping: kept)
        var reached = ["projections", "search index"]
        if !removed.isEmpty {
            reached.append("projection files removed: \(removed.joined(separator: ", "))")
        }
        return (reached, [])
    }
}
