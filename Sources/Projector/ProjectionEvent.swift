package import Values

/// One row of the window that `apply.sql` sees as table `event`: an event as it stands at the window's
/// end.
package struct ProjectionEvent: Sendable {
    package let position: Int64
    package let id: Identifier
    /// Nil for an event of no case.
    package let caseID: Identifier?
    package let kind: String
    package let n: Int64
    package let unit: Identifier
    /// Nil unless the event is current or amended; so is `data`.
    package let type: String?
    package let schema: Int?
    package let data: String?
    package let standing: String
    package let recordedAt: Instant
    package let by: String
    package let role: String?
    package let onBehalfOf: String?
    package let occurredFrom: Instant?
    package let occurredTo: Instant
    package let precision: String

    package init(
        position: Int64,
        id: Identifier,
        caseID: Identifier?,
        kind: String,
        n: Int64,
        unit: Identifier,
        type: String?,
        schema: Int?,
        data: String?,
        standing: String,
        recordedAt: Instant,
        by: String,
        role: String?,
        onBehalfOf: String?,
        occurredFrom: Instant?,
        occurredTo: Instant,
        precision: String
    ) {
        self.position = position
        self.id = id
        self.caseID = caseID
        self.kind = kind
        self.n = n
        self.unit = unit
        self.type = type
        self.schema = schema
        self.data = data
        self.standing = standing
        self.recordedAt = recordedAt
        self.by = by
        self.role = role
        self.onBehalfOf = onBehalfOf
        self.occurredFrom = occurredFrom
        self.occurredTo = occurredTo
        self.precision = precision
    }

    static let columns = [
        "position INTEGER PRIMARY KEY", "id TEXT NOT NULL", "case_id TEXT", "kind TEXT NOT NULL",
        "n INTEGER NOT NULL", "unit TEXT NOT NULL", "type TEXT", "schema INTEGER", "data TEXT",
        "standing TEXT NOT NULL", "recorded_at TEXT NOT NULL", "\"by\" TEXT NOT NULL", "role TEXT",
        "on_behalf_of TEXT", "occurred_from TEXT", "occurred_to TEXT NOT NULL",
        "precision TEXT NOT NULL",
    ]
}
