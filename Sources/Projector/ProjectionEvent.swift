package import Values

/// One row of the window that `apply.sql` sees as table `event`: an event as it stands at the window's
/// end. Times and lists are texts already, and it is passed by reference, since several projections are
/// given the same rows.
package final class ProjectionEvent: Sendable, Equatable {
    package let position: Int64
    package let id: String
    /// Nil for an event of no case.
    package let caseID: Identifier?
    package let caseReference: String?
    package let kind: String
    package let n: Int64
    package let unit: String
    /// Nil unless the event is current or amended; so are `schema` and `data`.
    package let type: String?
    package let schema: Int64?
    package let data: String?
    /// current, amended, in-error, erased, withheld, not-understood or locked.
    package let standing: String
    /// What was first written, of an event that was amended or is in error.
    package let first: String?
    package let correctedBy: String?
    package let recordedAt: String
    package let by: String
    package let role: String?
    package let onBehalfOf: String?
    package let occurredFrom: String?
    package let occurredTo: String
    package let precision: String
    package let subjects: String?
    package let thirdParties: String?
    package let source: String?
    package let confidentiality: String?
    package let correlation: String?
    package let cause: String?
    package let lateReason: String?

    package init(
        position: Int64,
        id: String,
        caseID: Identifier?,
        caseReference: String? = nil,
        kind: String = "entry",
        n: Int64,
        unit: String,
        type: String?,
        schema: Int64? = nil,
        data: String?,
        standing: String = "current",
        first: String? = nil,
        correctedBy: String? = nil,
        recordedAt: String,
        by: String,
        role: String? = nil,
        onBehalfOf: String? = nil,
        occurredFrom: String?,
        occurredTo: String,
        precision: String,
        subjects: String? = nil,
        thirdParties: String? = nil,
        source: String? = nil,
        confidentiality: String? = nil,
        correlation: String? = nil,
        cause: String? = nil,
        lateReason: String? = nil
    ) {
        self.position = position
        self.id = id
        self.caseID = caseID
        self.caseReference = caseReference
        self.kind = kind
        self.n = n
        self.unit = unit
        self.type = type
        self.schema = schema
        self.data = data
        self.standing = standing
        self.first = first
        self.correctedBy = correctedBy
        self.recordedAt = recordedAt
        self.by = by
        self.role = role
        self.onBehalfOf = onBehalfOf
        self.occurredFrom = occurredFrom
        self.occurredTo = occurredTo
        self.precision = precision
        self.subjects = subjects
        self.thirdParties = thirdParties
        self.source = source
        self.confidentiality = confidentiality
        self.correlation = correlation
        self.cause = cause
        self.lateReason = lateReason
    }

    /// The same for a projection that may not hold what is so confidential.
    var withheld: ProjectionEvent {
        ProjectionEvent(
            position: position,
            id: id,
            caseID: caseID,
            caseReference: caseReference,
            kind: kind,
            n: n,
            unit: unit,
            type: nil,
            schema: nil,
            data: nil,
            standing: "withheld",
            first: nil,
            correctedBy: correctedBy,
            recordedAt: recordedAt,
            by: by,
            role: role,
            onBehalfOf: onBehalfOf,
            occurredFrom: occurredFrom,
            occurredTo: occurredTo,
            precision: precision,
            subjects: subjects,
            thirdParties: thirdParties,
            source: nil,
            confidentiality: confidentiality,
            correlation: correlation,
            cause: cause,
            lateReason: nil
        )
    }

    package static func == (a: ProjectionEvent, b: ProjectionEvent) -> Bool {
        let isSame =
            a.position == b.position
            && a.id == b.id
            && a.caseID == b.caseID
            && a.caseReference == b.caseReference
            && a.kind == b.kind
            && a.n == b.n
            && a.unit == b.unit
            && a.type == b.type
            && a.schema == b.schema
            && a.data == b.data
            && a.standing == b.standing
            && a.first == b.first
            && a.correctedBy == b.correctedBy
            && a.recordedAt == b.recordedAt
            && a.by == b.by
            && a.role == b.role
            && a.onBehalfOf == b.onBehalfOf
            && a.occurredFrom == b.occurredFrom
            && a.occurredTo == b.occurredTo
            && a.precision == b.precision
            && a.subjects == b.subjects
            && a.thirdParties == b.thirdParties
            && a.source == b.source
            && a.confidentiality == b.confidentiality
            && a.correlation == b.correlation
            && a.cause == b.cause
            && a.lateReason == b.lateReason
        return isSame
    }

    /// The value of a column of `event`, in the order of `EventWindow.columns`.
    fileprivate func bind(_ column: Int, to statement: Statement, at index: CInt) {
        switch column {
        case 0: statement.bind(position, at: index)
        case 1: statement.bind(id, at: index)
        case 2: statement.bind(caseID?.description, at: index)
        case 3: statement.bind(caseReference, at: index)
        case 4: statement.bind(kind, at: index)
        case 5: statement.bind(n, at: index)
        case 6: statement.bind(unit, at: index)
        case 7: statement.bind(type, at: index)
        case 8: statement.bind(Value(schema), at: index)
        case 9: statement.bind(data, at: index)
        case 10: statement.bind(standing, at: index)
        case 11: statement.bind(first, at: index)
        case 12: statement.bind(correctedBy, at: index)
        case 13: statement.bind(recordedAt, at: index)
        case 14: statement.bind(by, at: index)
        case 15: statement.bind(role, at: index)
        case 16: statement.bind(onBehalfOf, at: index)
        case 17: statement.bind(occurredFrom, at: index)
        case 18: statement.bind(occurredTo, at: index)
        case 19: statement.bind(precision, at: index)
        case 20: statement.bind(subjects, at: index)
        case 21: statement.bind(thirdParties, at: index)
        case 22: statement.bind(source, at: index)
        case 23: statement.bind(confidentiality, at: index)
        case 24: statement.bind(correlation, at: index)
        case 25: statement.bind(cause, at: index)
        case 26: statement.bind(lateReason, at: index)
        default: break
        }
    }
}

/// The temporary table `event` of a connection: the window, and nothing else.
final class EventWindow {
    private let connection: Connection
    private let clear: Statement

    static let columns = [
        "position", "id", "case_id", "case_ref", "kind", "n", "unit", "type", "schema", "data",
        "standing", "first", "corrected_by", "recorded_at", "by", "role", "on_behalf_of",
        "occurred_from", "occurred_to", "precision", "subjects", "third_parties", "source",
        "confidentiality", "correlation", "cause", "late_reason",
    ]

    /// - Parameter mirrored: with the rows stored from last to first, so that a statement which leans
    ///   on an order it does not ask for gives itself away.
    init(on connection: Connection, mirrored: Bool = false) throws {
        self.connection = connection
        let columns = EventWindow.columns.map { name in
            switch name {
            case "position": mirrored ? "position INTEGER" : "position INTEGER PRIMARY KEY"
            case "n", "schema": "\(name) INTEGER"
            default: "\"\(name)\" TEXT"
            }
        }
        try connection.run(
            "CREATE TEMP TABLE event (\(columns.joined(separator: ", "))"
                + (mirrored ? ", PRIMARY KEY (position DESC)) WITHOUT ROWID" : ")")
        )
        clear = try connection.prepare("DELETE FROM temp.event")
    }

    func empty() throws {
        _ = try clear.step()
        clear.rewind()
    }

    /// Fills the columns that a folder's SQL can mean, and leaves the others NULL: most folders use a
    /// third of them, and filling costs more than most applies.
    final class Filler {
        private let insert: Statement
        private let columns: [Int]

        fileprivate init(_ insert: Statement, _ columns: [Int]) {
            self.insert = insert
            self.columns = columns
        }

        func add(_ event: ProjectionEvent) throws {
            for (index, column) in columns.enumerated() {
                event.bind(column, to: insert, at: CInt(index + 1))
            }
            _ = try insert.step()
            insert.reset()
        }
    }

    func filler(for script: SQLScript) throws -> Filler {
        // Every word counts, also in comments and strings: too many columns are no mistake.
        let words = Set(
            script.text.lowercased()
                .split { !($0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_")) }.map(
                    String.init
                )
        )
        let text = script.text.lowercased().split(whereSeparator: \.isWhitespace)
            .joined(separator: " ")
        let everything = ["select *", "distinct *", ", *", ".*"].contains { text.contains($0) }
        let used = EventWindow.columns.indices.filter { index in
            everything || index == 0 || words.contains(EventWindow.columns[index])
        }
        let names = used.map { "\"\(EventWindow.columns[$0])\"" }.joined(separator: ", ")
        let marks = used.map { _ in "?" }.joined(separator: ", ")
        return Filler(
            try connection.prepare("INSERT INTO temp.event (\(names)) VALUES (\(marks))"),
            used
        )
    }
}
