import CaseModel
import Exporter
import FoundationEssentials
import Values

/// A copy that lies beside its name, to be recorded as issued.
private struct FinishedCopy: Sendable {
    let prepared: PreparedExport
    let path: String
    let release: Release
}

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
            let form = rendering.form
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
                let copies = concurrentMap(count: batch.count, atLeast: 2, chunk: 1) { index in
                    Result {
                        try RecordError.wrapping {
                            let prepared = try self.prepare(
                                batch[index],
                                order,
                                profile,
                                desk,
                                by: staff,
                                look
                            )
                            let path = "\(folder)/\(batch[index].reference).\(form.ending)"
                            let copy = try rendering.copy(
                                of: prepared.canonical,
                                positions: prepared.positions,
                                for: path
                            )
                            return FinishedCopy(
                                prepared: prepared,
                                path: path,
                                release: try Release(copy, to: path, overwrite: order.overwrite)
                            )
                        }
                    }
                }
                let finished = copies.compactMap { try? $0.get() }
                // All that leave together are recorded together, and none has its name before that.
                let issued =
                    try finished.isEmpty
                    ? []
                    : record(
                        service: finished.map {
                            try self.issued($0.prepared, order, $0.release.sha256)
                        },
                        by: staff
                    )
                var positions = issued.lazy.map(\.position).makeIterator()
                for (summary, copy) in zip(batch, copies) {
                    do {
                        let copy = try copy.get()
                        let position = positions.next() ?? 0
                        receipts.append(
                            try RecordError.wrapping {
                                try copy.release.publish()
                                return ExportReceipt(
                                    copy.release,
                                    of: copy.prepared,
                                    to: copy.path,
                                    recordedAt: position
                                )
                            }
                        )
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
