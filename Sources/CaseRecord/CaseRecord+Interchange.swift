package import CaseModel
package import EventLog
import Interchange
package import Values

/// What became of an import.
package struct ImportReport: Sendable, Equatable {
    package let recorded: Int
    /// Lines that were in the record already, word for word.
    package let alreadyThere: Int
    /// Stubs of entries that the first record had erased.
    package let erased: Int
    package let cases: [Identifier]
    package let warnings: [Warning]
}

extension CaseRecord {
    // MARK: Export

    /// Writes a case's entries as CloudEvents lines, oldest first. The look is recorded first.
    package func exportLines(
        of name: String,
        for reader: Reader,
        to write: (String) throws -> Void
    ) throws {
        // Lines with holes in them would look whole, so they are for those who see all of a case.
        let view = try timeline(
            of: name,
            for: reader,
            view: "log-export",
            needing: Set(Confidentiality.allCases)
        )
        for entry in view.entries {
            guard let line = EventLine(entry, record: info.id) else {
                throw RecordError(
                    .unavailable,
                    "key-missing",
                    "the entry at position \(entry.position) cannot be opened",
                    hint: "an export with a hole in it would look whole; find its key first"
                )
            }
            try write(line.json.text)
        }
    }

    /// Every event of the log with its kind, unit and case, for computing read models elsewhere. Such
    /// lines cannot be imported: another record has staff, settings and looks of its own.
    package func exportEverything(for reader: Reader, to write: (String) throws -> Void) throws {
        let last = try lastPosition()
        _ = try RecordError.wrapping {
            let permit = try permit(
                Intent(
                    reader,
                    "log-export",
                    .init(
                        .entries,
                        needs: Set(Confidentiality.allCases),
                        needsAllCases: true
                    )
                ),
                of: nil
            )
            return try look(permit, at: [], Array(1...last))
        }
        let cases = try accessStreams()
        var position: Int64 = 1
        while position <= last {
            let entries = try RecordError.wrapping {
                try log.read { snapshot in
                    try snapshot.open(snapshot.events(from: position, count: 4096)) {
                        Entry($0, $1)
                    }
                }
            }
            for entry in entries where entry.position <= last {
                guard let line = EventLine(entry, record: info.id) else {
                    throw RecordError(
                        .unavailable,
                        "key-missing",
                        "the event at position \(entry.position) cannot be opened",
                        hint: "an export with a hole in it would look whole; find its key first"
                    )
                }
                let caseID = entry.kind == "access" ? cases[entry.stream] : nil
                let extra = JSON.object(present: [
                    ("vigilkind", .string(entry.kind)),
                    ("vigilunit", .string(entry.unit.description)),
                    ("vigilcase", caseID.map { .string($0.description) }),
                ])
                try write(
                    JSON.object((line.json.members ?? []) + (extra.members ?? [])).text
                )
            }
            position += 4096
        }
    }

    /// The case of each stream of looks.
    func accessStreams() throws -> [Identifier: Identifier] {
        let cases = try caseIDs().map { (StreamNames.access(of: $0), $0) }
        return Dictionary(cases) { first, _ in first }
    }

    /// The newest events of the log, of every kind: what can be seen without opening them.
    package func tail(from position: Int64, count: Int) throws -> [EventRow] {
        try RecordError.wrapping {
            try log.read { try $0.events(from: position, count: count).map(\.row) }
        }
    }

    package func lastPosition() throws -> Int64 {
        try RecordError.wrapping { try log.read { try $0.position() } }
    }

    // MARK: Import

    /// Takes in lines of another record: all of them or, when one is wrong, none.
    ///
    /// They are checked whole first, each against the case as the lines before it left it. Then they are
    /// written in transactions that are safe to repeat: an entry keeps its id, so a second import of
    /// the same file finds it there.
    package func importLines(
        _ lines: [[UInt8]],
        by staff: String,
        progress: (Int64, Int64) -> Void = { _, _ in }
    ) throws -> ImportReport {
        try RecordError.wrapping {
            guard try self.staff()[staff] != nil else { throw unknownStaff(staff) }
            let batch = try check(lines, by: staff)
            var recorded = 0
            let total = Int64(batch.requests.count)
            for start in stride(from: 0, to: batch.requests.count, by: 500) {
                let part = batch.requests[start..<min(start + 500, batch.requests.count)]
                let receipts = try record(Array(part))
                recorded += receipts.count { !$0.isRepeat }
                progress(Int64(start + part.count), total)
            }
            return ImportReport(
                recorded: recorded,
                alreadyThere: batch.alreadyThere + batch.requests.count - recorded,
                erased: batch.erased,
                cases: batch.cases,
                warnings: batch.warnings
            )
        }
    }

    private func check(_ lines: [[UInt8]], by staff: String) throws -> ImportCheck {
        var check = ImportCheck(
            codebooks: try self.staff().codebooks,
            now: now(),
            record: info.id,
            by: staff
        )
        try log.read { snapshot in
            for (index, line) in lines.enumerated() {
                do throws(LineError) {
                    try check.take(line, from: snapshot)
                } catch {
                    let field = error.field.map { " '\($0)'" } ?? ""
                    throw RecordError(
                        .invalid,
                        "bad-line",
                        "line \(index + 1):\(field) \(error.rule)",
                        hint: "nothing of the file was recorded"
                    )
                }
            }
        }
        return check
    }
}

/// The lines of one import, checked one after the other against the cases they build up.
struct ImportCheck {
    private let codebooks: Codebooks
    private let now: Instant
    private let record: Identifier
    private let by: String
    private var files: [Identifier: ImportedCase] = [:]
    private var seen: Set<Identifier> = []
    private(set) var requests: [Request] = []
    private(set) var alreadyThere = 0
    private(set) var erased = 0
    private(set) var cases: [Identifier] = []
    private(set) var warnings: [Warning] = []

    private struct ImportedCase {
        var file: CaseFile
        var entries: [Entry]
        /// Place of the last line in the first record.
        var lastN: Int64
    }

    init(codebooks: Codebooks, now: Instant, record: Identifier, by: String) {
        self.codebooks = codebooks
        self.now = now
        self.record = record
        self.by = by
    }

    mutating func take(_ bytes: [UInt8], from snapshot: LogSnapshot) throws(LineError) {
        let line = try EventLine(parsing: bytes)
        guard seen.insert(line.id).inserted else {
            throw LineError(field: "id", rule: "stands twice in the file")
        }
        var imported = try opened(line.caseID, from: snapshot)
        guard line.n > imported.lastN else {
            throw LineError(
                field: "sequence",
                rule: "lines of a case stand in order; \(line.n) follows \(imported.lastN)"
            )
        }
        imported.lastN = line.n
        defer { files[line.caseID] = imported }
        guard var payload = line.payload else {
            erased += 1
            return
        }
        if payload.origin == nil {
            payload.origin = Payload.Origin(
                record: line.record,
                position: line.position,
                recordedAt: line.recordedAt,
                by: line.by
            )
        }
        guard line.recordedAt <= now else {
            throw LineError(field: "recordedtime", rule: "lies in the future")
        }
        if let stored = try read({ try snapshot.event(id: line.id) }) {
            try compare(stored, payload, line, snapshot)
            alreadyThere += 1
            return
        }
        try admit(payload, line, &imported)
    }

    private mutating func admit(
        _ payload: Payload,
        _ line: EventLine,
        _ imported: inout ImportedCase
    ) throws(LineError) {
        let setting = CaseDecider.Setting(now: now, codebooks: codebooks)
        let unit: Identifier
        do throws(Refusal) {
            switch try CaseDecider.admit(payload, in: imported.file.state, setting) {
            case .existing(let existing): unit = existing
            case .fresh: unit = Identifier(version4: CaseRecord.fresh())
            }
        } catch {
            let field = error.subject.map { subject in
                ["type", "occurred", "subjects"].contains(subject)
                    ? "data.\(subject)" : "data.data.\(subject)"
            }
            throw LineError(field: field, rule: error.rule)
        }
        let entry = Entry(
            position: Int64(requests.count) + 1,
            id: line.id,
            stream: line.caseID,
            n: imported.file.version + 1,
            kind: EventKind.entry.rawValue,
            recordedAt: now,
            by: by,
            unit: unit,
            content: payload.understood
        )
        imported.entries.append(entry)
        imported.file.version += 1
        if entry.type?.isCorrection ?? false {
            imported.file.state = CaseState(folding: imported.entries)
        } else {
            imported.file.state.evolve(by: entry, as: entry.payload)
        }
        requests.append(
            Request(content: .imported(payload), in: line.caseID, by: by, command: line.id)
        )
    }

    private mutating func opened(
        _ id: Identifier,
        from snapshot: LogSnapshot
    ) throws(LineError) -> ImportedCase {
        if let imported = files[id] { return imported }
        cases.append(id)
        let entries = try read { try snapshot.entries(of: id) }
        return ImportedCase(
            file: CaseFile(
                state: CaseState(folding: entries),
                version: entries.last?.n ?? -1
            ),
            entries: entries,
            lastN: -1
        )
    }

    /// The same id must be the same entry; the first record's word on it is kept.
    private func compare(
        _ stored: StoredEvent,
        _ payload: Payload,
        _ line: EventLine,
        _ snapshot: LogSnapshot
    ) throws(LineError) {
        guard stored.row.stream == line.caseID else {
            throw LineError(field: "id", rule: "belongs to another case in this record")
        }
        let opened = try read { try snapshot.open([stored]) }
        guard case .payload(let json)? = opened.first else { return }
        var known = try? Payload(json: json)
        var given = payload
        // An entry that comes back to the record it was first written in.
        if line.record == record || known?.origin == nil {
            known?.origin = nil
            given.origin = nil
        }
        guard known == given else {
            throw LineError(
                field: "id",
                rule: "is in the record at position \(stored.row.position) with other content"
            )
        }
    }

    private func read<R>(_ body: () throws -> R) throws(LineError) -> R {
        do {
            return try body()
        } catch let error as LogError {
            throw LineError(field: nil, rule: RecordError(error).sentence)
        } catch {
            throw LineError(field: nil, rule: "the log cannot be read")
        }
    }
}
