import CaseModel
import Exporter
import Values

/// A copy of a case that is decided and written, and has not left yet.
struct PreparedExport: Sendable {
    let summary: CaseSummary
    let canonical: [UInt8]
    let document: Identifier
    let decisions: [Disclosure.Decision]
    /// Positions of the entries of the copy, by identifier.
    let positions: [Identifier: Int64]
    let first: Int64?
    let last: Int64
    let root: String
    /// Name, version and digest of the policy that decided it.
    let policy: String
}

/// A copy on the disk, to be recorded as issued before it gets its name.
struct FinishedCopy: Sendable {
    let prepared: PreparedExport
    let path: String
    let release: Release

    func receipt(recordedAt position: Int64) -> ExportReceipt {
        ExportReceipt(
            path: path,
            sha256: release.sha256,
            byteCount: release.byteCount,
            document: prepared.document,
            position: position,
            exported: prepared.decisions.count { $0.outcome == .export },
            inPart: prepared.decisions.count { $0.outcome == .part },
            withheld: prepared.decisions.count { $0.outcome == .withhold }
        )
    }
}

/// What every copy of a run is made with: read once, because the service's own stream grows by an
/// event with each copy that leaves.
struct ExportDesk: Sendable {
    let codebooks: Codebooks
    let organization: (name: String, ods: String?)?
    let members: [String: CaseRecordDocument.StaffMember]
    let policy: DisclosurePolicy
}
