package import Values

/// An event as a person reads it: the clear columns of its row and, where it can be had, what was
/// sealed.
package struct Entry: Sendable, Equatable {
    /// 1-based, in the whole log.
    package let position: Int64
    package let id: Identifier
    package let stream: Identifier
    /// 0-based, in the stream.
    package let n: Int64
    package let kind: String
    package let recordedAt: Instant
    /// Pseudonym of the member of staff who recorded it.
    package let by: String
    package let unit: Identifier
    package let content: Content
    /// As it was sealed, when an older schema version was brought up to date to be read; else nil.
    package let written: Payload?
    /// Nil when it cannot be read or is not understood.
    package let type: EventType?

    /// Indirect, because a payload is large and entries are passed around by the thousand.
    package indirect enum Content: Sendable, Equatable {
        case known(Payload)
        /// The type or its schema version is newer than this program.
        case notUnderstood(Payload)
        /// The unit was erased; the stub remains.
        case erased
        /// The unit's key is missing or does not open it.
        case locked
    }

    package init(
        position: Int64,
        id: Identifier,
        stream: Identifier,
        n: Int64,
        kind: String,
        recordedAt: Instant,
        by: String,
        unit: Identifier,
        content: Content,
        written: Payload? = nil
    ) {
        self.position = position
        self.id = id
        self.stream = stream
        self.n = n
        self.kind = kind
        self.recordedAt = recordedAt
        self.by = by
        self.unit = unit
        self.content = content
        self.written = written
        if case .known(let payload) = content {
            type = EventType(rawValue: payload.type)
        } else {
            type = nil
        }
    }

    /// What was sealed, understood or not; nil when erased or locked.
    package var payload: Payload? {
        switch content {
        case .known(let payload), .notUnderstood(let payload): payload
        case .erased, .locked: nil
        }
    }

    /// Who wrote it first: for an imported entry, the author in its first log.
    package var author: String { payload?.origin?.by ?? by }

    /// When it was first recorded: for an imported entry, in its first log. An unknown time of
    /// happening ends here.
    package var firstRecordedAt: Instant { payload?.origin?.recordedAt ?? recordedAt }
}
