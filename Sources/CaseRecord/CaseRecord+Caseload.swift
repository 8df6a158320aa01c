import CaseModel
import Exporter
import FoundationEssentials
import Values

extension CaseRecord {
    /// Writes every case into a folder, two at a time. A case that cannot leave is named and does not
    /// keep the others from leaving.
    package func exportAll(
        to folder: String,
        _ order: ExportOrder,
        ending: String? = nil,
        profiles extra: String? = nil,
        by staff: String,
        progress: (Int64, Int64) -> Void = { _, _ in }
    ) throws -> (receipts: [ExportReceipt], failures: [(reference: String, error: RecordError)]) {
        try RecordError.wrapping {
            let profile = try CaseRecord.profile(order.profile, in: extra)
            guard profile.of == nil else {
                throw RecordError(
                    .invalid,
                    "of-one-thing",
                    "profile '\(profile.name)' is of one \(profile.of?.rawValue ?? "thing")",
                    hint: "export the case, with --of"
                )
            }
            let rendering = try rendering(
                of: profile,
                for: ".\(ending ?? profile.forms[0].ending)",
                order
            )
            let permit = try permit(copying(order, profile, by: staff), of: nil)
            let own = try ownCases(permit)
            let summaries = try caseSummaries().filter { own?.contains($0.id) ?? true }
            let look = try look(permit, at: own == nil ? [] : summaries.map(\.id))
            try FileManager.default.createDirectory(
                atPath: folder,
                withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o700]
            )
            let desk = try exportDesk()
            var receipts: [ExportReceipt] = []
            var failures: [(reference: String, error: RecordError)] = []
            for start in stride(from: 0, to: summaries.count, by: 16) {
                let batch = Array(summaries[start..<min(start + 16, summaries.count)])
                let copies = concurrentMap(count: batch.count, chunk: 1) { index in
                    Result {
                        try RecordError.wrapping {
                            try self.finish(
                                batch[index],
                                to: "\(folder)/\(batch[index].reference).\(rendering.form.ending)",
                                order,
                                profile,
                                rendering,
                                desk,
                                by: staff,
                                look
                            )
                        }
                    }
                }
                for (summary, receipt) in zip(batch, release(copies, order, by: staff)) {
                    do {
                        receipts.append(try receipt.get())
                    } catch let error as RecordError {
                        failures.append((summary.reference, error))
                    }
                }
                progress(Int64(start + batch.count), Int64(summaries.count))
            }
            try sign()
            return (receipts, failures)
        }
    }
}
