package import CaseModel
import EventLog
import Projector
import Synchronization
package import Values

/// Who works here, in what roles, with which codes: the directory's rows as values.
package struct ServiceState: Sendable {
    package struct Member: Sendable {
        package let pseudonym: String
        package let name: String
        package let post: String?
        /// Roles held on the day asked.
        package let roles: [String]
        /// Roles that were not taken away, whenever they hold.
        package let periods: [AccessPolicy.RolePeriod]
    }

    package let members: [Member]
    package let codebooks: Codebooks

    package var pseudonyms: Set<String> { Set(members.map(\.pseudonym)) }

    package subscript(pseudonym: String) -> Member? {
        members.first { $0.pseudonym == pseudonym }
    }
}

/// A case as the directory knows it.
package struct CaseSummary: Sendable, Equatable {
    package let id: Identifier
    package let reference: String
    package let openedAt: String
    package let isClosed: Bool
}

extension CaseRecord {
    /// Brings the directory to the log's end. What it skips over is opened to see its type, once.
    func catchUpDirectory() throws {
        while true {
            let position = try directory.position()
            let (entries, last) = try log.read { snapshot in
                let events = try snapshot.events(from: position + 1, count: 4096)
                return (
                    try snapshot.open(events) { Entry($0, $1) },
                    events.last?.row.position
                )
            }
            guard let last else { return }
            try moveDirectory(entries, after: position, through: last)
        }
    }

    /// Applies entries that the directory takes. Corrections and erasures make their cases anew.
    ///
    /// It knows no references beforehand: they are what it is for. The streams of looks it needs only
    /// where somebody used an emergency access, whose case is known by its stream.
    func moveDirectory(_ entries: [Entry], after position: Int64, through last: Int64) throws {
        var streams: Set<Identifier> = []
        if entries.contains(where: { $0.type == .emergencyAccessUsed }) {
            streams = Set(try caseSummaries().map(\.id))
            streams.formUnion(entries.lazy.filter { $0.kind == "entry" }.map(\.stream))
        }
        let known = Array(streams)
        let feed = Feed(
            log: log,
            record: info.id,
            names: CaseNames(directory: nil, cases: { known })
        )
        let window = try feed.window(of: entries, last: last)
        var whole: [Identifier: [ProjectionEvent]] = [:]
        for (stream, touched) in window.behind
        where stream != info.id && touched.concerns(directory.folder) {
            let id = try feed.caseID(of: stream)
            let own = Feed(
                log: log,
                record: info.id,
                names: CaseNames(directory: nil, cases: { [id] })
            )
            whole[id] = try own.whole(id, through: last)
        }
        let isApplied = try directory.apply(
            window.events,
            after: position,
            through: last,
            whole: whole,
            isErasing: window.isErasing
        )
        if let stopped = try directory.state().stopped {
            throw ProjectionError.unavailable(
                "the directory has stopped at position \(stopped.position): \(stopped.reason)"
            )
        }
        if isApplied { service.withLock { $0 = nil } }
    }

    // MARK: Questions

    package func staff() throws -> ServiceState {
        if let state = service.withLock({ $0 }) { return state }
        let state = try RecordError.wrapping { try readStaff() }
        service.withLock { $0 = state }
        return state
    }

    private func readStaff() throws -> ServiceState {
        let today = LondonTime.civil(of: now()).date.description
        var roles: [String: [String]] = [:]
        var periods: [String: [AccessPolicy.RolePeriod]] = [:]
        for row in try directory.rows("SELECT * FROM role ORDER BY position") {
            guard let staff = row["staff"], let role = row["role"] else { continue }
            roles[staff]?.removeAll { $0 == role }
            periods[staff]?.removeAll { $0.role == role }
            if row["act"] == "assigned" {
                periods[staff, default: []].append(
                    .init(
                        role,
                        from: row["from_day"].flatMap { CivilDate($0) },
                        until: row["until_day"].flatMap { CivilDate($0) }
                    )
                )
            }
            guard row["act"] == "assigned", (row["from_day"] ?? "") <= today,
                today <= (row["until_day"] ?? "9999")
            else { continue }
            roles[staff, default: []].append(role)
        }
        var codebooks = Codebooks.builtIn
        for row in try directory.rows("SELECT * FROM codebook ORDER BY position") {
            let data = JSON.object(present: [
                ("name", row["name"].map(JSON.string)),
                ("version", row["version"].map(JSON.string)),
                ("source", row["source"].map(JSON.string)),
                ("codes", row["codes"].flatMap { try? JSON.parse($0) }),
            ])
            if let book = Codebook(adopting: data) { codebooks.adopt(book) }
        }
        let members = try directory.rows("SELECT * FROM staff ORDER BY staff").map { row in
            ServiceState.Member(
                pseudonym: row["staff"] ?? "",
                name: row["name"] ?? "",
                post: row["post"],
                roles: roles[row["staff"] ?? ""] ?? [],
                periods: periods[row["staff"] ?? ""] ?? []
            )
        }
        return ServiceState(members: members, codebooks: codebooks)
    }

    package func caseSummaries() throws -> [CaseSummary] {
        try summaries(where: "TRUE", [])
    }

    /// Cases of which nothing is left but their stubs: what people called them went with them.
    package func erasedCases() throws -> [Identifier] {
        try RecordError.wrapping {
            try log.read { snapshot in
                let erasures = try snapshot.erasures()
                guard !erasures.isEmpty else { return [] }
                let units = Set(erasures.map(\.unit))
                let ofNoCase = Set(StreamNames.service(of: info.id))
                return try Set(erasures.map(\.stream)).subtracting(ofNoCase).sorted().filter {
                    guard let first = try snapshot.firstRow(of: $0) else { return false }
                    return first.kind == .entry && units.contains(first.unit)
                }
            }
        }
    }

    /// Every case, whether anything can be read of it or not.
    func caseIDs() throws -> [Identifier] {
        let known = try caseSummaries().map(\.id)
        return known + (try erasedCases()).filter { !known.contains($0) }
    }

    private func summaries(where condition: String, _ arguments: [String]) throws -> [CaseSummary] {
        try RecordError.wrapping {
            try directory.rows(
                """
                SELECT r.case_id, r.reference, r.opened_at,
                  (SELECT s.standing FROM case_standing AS s WHERE s.case_id = r.case_id
                   ORDER BY s.position DESC LIMIT 1) AS standing
                FROM case_reference AS r WHERE \(condition) ORDER BY r.reference, r.case_id
                """,
                arguments
            ).compactMap { row in
                row["case_id"].flatMap { Identifier($0) }.map {
                    CaseSummary(
                        id: $0,
                        reference: row["reference"] ?? "",
                        openedAt: row["opened_at"] ?? "",
                        isClosed: row["standing"] == "closed"
                    )
                }
            }
        }
    }

    func casesCalled(_ reference: String) throws -> [CaseSummary] {
        try summaries(where: "r.reference = ?", [reference])
    }

    /// The case that people call `name`: by its reference, or by enough of its id to be the only one.
    package func findCase(_ name: String) throws -> CaseSummary {
        let byReference = try casesCalled(name)
        if byReference.count == 1 { return byReference[0] }
        if byReference.count > 1 {
            throw RecordError(
                .refused,
                "ambiguous-case",
                "\(byReference.count) cases are called '\(name)'",
                hint: "name one by its id: "
                    + byReference.prefix(4).map { $0.id.description }.joined(separator: ", ")
            )
        }
        let digits = name.lowercased()
        guard digits.utf8.count >= 4,
            digits.utf8.allSatisfy({ (48...57).contains($0) || (97...102).contains($0) || $0 == 45 }
            )
        else { throw unknownCase(name) }
        let byID = try summaries(where: "r.case_id LIKE ? || '%'", [digits])
        guard byID.count <= 1 else {
            throw RecordError(
                .refused,
                "ambiguous-case",
                "\(byID.count) cases have an id that starts with '\(name)'",
                hint: "give more of it"
            )
        }
        if let found = byID.first { return found }
        let erased = try erasedCases().filter { $0.description.hasPrefix(digits) }
        guard erased.count == 1 else { throw unknownCase(name) }
        return CaseSummary(
            id: erased[0],
            reference: erased[0].description,
            openedAt: "",
            isClosed: true
        )
    }

    private func unknownCase(_ name: String) -> RecordError {
        RecordError(
            .refused,
            "unknown-case",
            "the record has no case '\(name.prefix(40))'",
            hint: "'vigil case list' shows the cases"
        )
    }

    /// The next free reference of the usual form: `C-0012`.
    package func nextReference() throws -> String {
        let last = max(try lastReadableReference(), try disposals().lastReference)
        return "C-" + padded(last + 1, to: 4)
    }

    /// The highest number of a reference of the usual form that a case has.
    func lastReadableReference() throws -> Int {
        let rows = try RecordError.wrapping {
            try directory.rows(
                """
                SELECT CAST(max(CAST(substr(reference, 3) AS INTEGER)) AS TEXT) AS last
                FROM case_reference WHERE reference GLOB 'C-[0-9]*'
                """
            )
        }
        return rows.first?["last"].flatMap { Int($0) } ?? 0
    }

    /// Whether a reference may have been that of a case that was erased: one of the usual form, up to
    /// the highest of then.
    func mayBeErased(_ reference: String) throws -> Bool {
        guard reference.hasPrefix("C-"),
            let number = decimal(Array(reference.dropFirst(2).utf8))
        else { return false }
        return number <= (try disposals().lastReference)
    }
}
