import CaseModel
import EventLog
package import Exporter
import MerkleTree
package import Values
import XMLKit

/// For whom a case leaves the record, what for, and on what ground.
package struct ExportOrder: Sendable {
    package var recipient: String
    package var purpose: String
    /// The lawful basis.
    package var basis: String
    package var asOf: Instant?
    package var knownAt: Instant?
    /// Whether a file of that name may be replaced.
    package var overwrite: Bool

    package init(
        recipient: String,
        purpose: String,
        basis: String,
        asOf: Instant? = nil,
        knownAt: Instant? = nil,
        overwrite: Bool = false
    ) {
        self.recipient = recipient
        self.purpose = purpose
        self.basis = basis
        self.asOf = asOf
        self.knownAt = knownAt
        self.overwrite = overwrite
    }
}

extension CaseRecord {
    /// Writes a case as canonical XML: validated, recorded as issued, and only then under its name.
    ///
    /// The document quotes the case's own last position and the log's root there, so that exporting an
    /// unchanged case again gives the same bytes, although the export itself was recorded in between.
    package func export(
        _ name: String,
        to path: String,
        _ order: ExportOrder,
        by staff: String
    ) throws -> CaseRecordExport.Receipt {
        try RecordError.wrapping {
            try check(Reader(staff: staff, purpose: order.purpose))
            let summary = try findCase(name)
            let codebooks = try self.staff().codebooks
            let (entries, position, root) = try log.read { snapshot in
                let through =
                    try order.knownAt.map { try snapshot.position(knownAt: $0) } ?? .max
                let entries = try snapshot.entries(of: summary.id, through: through)
                let position = entries.last?.position ?? 0
                return (
                    entries, position,
                    try snapshot.tree.root(of: TreeSize(UInt64(position))).description
                )
            }
            let query = Timeline.Query(asOf: order.asOf, knownAt: order.knownAt)
            let document = CaseRecordDocument(
                header: .init(
                    recordID: info.id,
                    recordName: info.name,
                    caseID: summary.id,
                    caseReference: summary.reference,
                    asOf: order.asOf,
                    knownAt: order.knownAt,
                    throughPosition: position,
                    root: root,
                    treeSize: UInt64(position),
                    exportedBy: staff,
                    recipient: order.recipient,
                    purpose: order.purpose,
                    basis: order.basis
                ),
                lines: Timeline.lines(of: entries, query),
                codebooks: codebooks
            )
            do {
                let folder = try Resources.export("case-record")
                let receipt = try CaseRecordExport.release(
                    document,
                    to: path,
                    schema: try XMLSchema(file: "\(folder)/case-record.xsd"),
                    overwrite: order.overwrite
                ) { sha256 in
                    try record(
                        service: issued(summary, order, sha256, entries, root),
                        by: staff
                    )
                }
                try sign()
                return receipt
            } catch let error as ExportError {
                throw RecordError(error)
            } catch let error as XMLError {
                throw RecordError(.unavailable, "schema", error.message)
            }
        }
    }

    private func issued(
        _ summary: CaseSummary,
        _ order: ExportOrder,
        _ sha256: String,
        _ entries: [Entry],
        _ root: String
    ) -> Draft {
        Draft(
            .exportIssued,
            at: .instant(now()),
            .object(present: [
                ("profile", "case-record"), ("recipient", .string(order.recipient)),
                ("purpose", .string(order.purpose)), ("basis", .string(order.basis)),
                ("case", .string(summary.id.description)),
                ("fromPosition", entries.first.map { JSON(Int($0.position)) }),
                ("toPosition", entries.last.map { JSON(Int($0.position)) }),
                ("root", .string(root)), ("sha256", .string(sha256)),
            ])
        )
    }
}

extension RecordError {
    init(_ error: ExportError) {
        switch error.code {
        case .exists:
            self.init(
                .refused,
                "file-exists",
                error.message,
                hint: "name another file, or say --overwrite"
            )
        case .unavailable: self.init(.unavailable, "cannot-write", error.message)
        case .invalid:
            self.init(
                .invalid,
                "export-invalid",
                error.description,
                hint: "nothing was written; correct the entry and export again"
            )
        }
    }
}
