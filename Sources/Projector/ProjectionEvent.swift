package import Values

/// One row of the window that `apply.sql` sees as table `event`: an event as it stands at the window's
/// end. Times and lists are texts already, since several projections are given the same rows.
package struct ProjectionEvent: Sendable, Equatable {
    package var position: Int64
    package var id: String
    /// Nil for an event of no case.
    package var caseID: Identifier?
    package var caseReference: String?
    package var kind: String
    package var n: Int64
    package var unit: String
    /// Nil unless the event is current or amended; so are `schema` and `data`.
    package var type: String?
    package var schema: Int64?
    package var data: String?
    /// current, amended, in-error, erased, withheld, not-understood or locked.
    package var standing: String
    /// What was first written, of an event that was amended or is in error.
    package var first: String?
    package var correctedBy: String?
    package var recordedAt: String
    package var by: String
    package var role: String?
    package var onBehalfOf: String?
    package var occurredFrom: String?
    package var occurredTo: String
    package var precision: String
    package var subjects: String?
    package var thirdParties: String?
    package var source: String?
    package var confidentiality: String?
    package var correlation: String?
    package var cause: String?
    package var lateReason: String?

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
        var event = self
        event.type = nil
        event.schema = nil
        event.data = nil
        event.first = nil
        event.source = nil
        event.lateReason = nil
        event.standing = "withheld"
        return event
    }
}

/// The temporary table `event` of a connection: the window, and nothing else.
final class EventWindow {
    private let insert: Statement
    private let clear: Statement

    static let columns = [
        "position INTEGER PRIMARY KEY", "id TEXT NOT NULL", "case_id TEXT", "case_ref TEXT",
        "kind TEXT NOT NULL", "n INTEGER NOT NULL", "unit TEXT NOT NULL", "type TEXT",
        "schema INTEGER", "data TEXT", "standing TEXT NOT NULL", "first TEXT", "corrected_by TEXT",
        "recorded_at TEXT NOT NULL", "\"by\" TEXT NOT NULL", "role TEXT", "on_behalf_of TEXT",
        "occurred_from TEXT", "occurred_to TEXT NOT NULL", "precision TEXT NOT NULL",
        "subjects TEXT", "third_parties TEXT", "source TEXT", "confidentiality TEXT",
        "correlation TEXT", "cause TEXT", "late_reason TEXT",
    ]

    /// - Parameter mirrored: with the rows stored from last to first, so that a statement which leans
    ///   on an order it does not ask for gives itself away.
    init(on connection: Connection, mirrored: Bool = false) throws {
        let table =
            mirrored
            ? EventWindow.columns.map { $0.hasPrefix("position") ? "position INTEGER" : $0 }
                .joined(separator: ", ") + ", PRIMARY KEY (position DESC)"
            : EventWindow.columns.joined(separator: ", ")
        try connection.run(
            "CREATE TEMP TABLE event (\(table))\(mirrored ? " WITHOUT ROWID" : "")"
        )
        let marks = Array(repeating: "?", count: EventWindow.columns.count)
        insert = try connection.prepare(
            "INSERT INTO temp.event VALUES (\(marks.joined(separator: ", ")))"
        )
        clear = try connection.prepare("DELETE FROM temp.event")
    }

    func empty() throws {
        _ = try clear.step()
        clear.rewind()
    }

    func add(_ event: ProjectionEvent) throws {
        insert.bind(event.position, at: 1)
        insert.bind(event.id, at: 2)
        insert.bind(event.caseID?.description, at: 3)
        insert.bind(event.caseReference, at: 4)
        insert.bind(event.kind, at: 5)
        insert.bind(event.n, at: 6)
        insert.bind(event.unit, at: 7)
        insert.bind(event.type, at: 8)
        insert.bind(Value(event.schema), at: 9)
        insert.bind(event.data, at: 10)
        insert.bind(event.standing, at: 11)
        insert.bind(event.first, at: 12)
        insert.bind(event.correctedBy, at: 13)
        insert.bind(event.recordedAt, at: 14)
        insert.bind(event.by, at: 15)
        insert.bind(event.role, at: 16)
        insert.bind(event.onBehalfOf, at: 17)
        insert.bind(event.occurredFrom, at: 18)
        insert.bind(event.occurredTo, at: 19)
        insert.bind(event.precision, at: 20)
        insert.bind(event.subjects, at: 21)
        insert.bind(event.thirdParties, at: 22)
        insert.bind(event.source, at: 23)
        insert.bind(event.confidentiality, at: 24)
        insert.bind(event.correlation, at: 25)
        insert.bind(event.cause, at: 26)
        insert.bind(event.lateReason, at: 27)
        defer { insert.rewind() }
        _ = try insert.step()
    }
}
