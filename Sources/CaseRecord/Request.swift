package import CaseModel
package import EventLog
package import Values

/// Something to be recorded in one case: entries that belong together, or an entry of another record.
package struct Request: Sendable {
    package let caseID: Identifier
    package let content: Content
    /// Pseudonym of who records it.
    package let by: String
    /// The command's identifier, which its first event takes: a retry with the same is answered, not
    /// recorded again.
    package let command: Identifier?
    package let expectation: Expectation
    /// For a history told after the fact; nil for the clock's time.
    package let recordedAt: Instant?

    package enum Content: Sendable {
        case drafts([Draft])
        case imported(Payload)
    }

    package init(
        _ drafts: [Draft],
        in caseID: Identifier,
        by: String,
        command: Identifier? = nil,
        expecting expectation: Expectation = .any,
        recordedAt: Instant? = nil
    ) {
        self.init(
            content: .drafts(drafts),
            in: caseID,
            by: by,
            command: command,
            expecting: expectation,
            recordedAt: recordedAt
        )
    }

    package init(
        content: Content,
        in caseID: Identifier,
        by: String,
        command: Identifier?,
        expecting expectation: Expectation = .any,
        recordedAt: Instant? = nil
    ) {
        self.content = content
        self.caseID = caseID
        self.by = by
        self.command = command
        self.expectation = expectation
        self.recordedAt = recordedAt
    }
}

/// What became of a request.
package struct Receipt: Sendable {
    package let caseID: Identifier
    package let entries: [Entry]
    package let warnings: [Warning]
    /// True when the same command had been recorded before.
    package let isRepeat: Bool
    /// Number of the case's newest event after it.
    package let version: Int64
}
