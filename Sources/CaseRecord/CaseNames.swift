import Projector
import Synchronization
import Values

/// Whose case a stream of looks is of, and what people call a case.
///
/// Looked up when first asked for: a command brings an event or two, and a record may have ten thousand
/// cases. Good for as long as the directory stands where it stood.
final class CaseNames: Sendable {
    private let directory: ProjectionFile?
    /// Cases besides those that have a name, such as erased ones.
    private let others: @Sendable () throws -> [Identifier]
    private let known = Mutex(Known())

    private struct Known {
        var references: [Identifier: String] = [:]
        var looks: [Identifier: Identifier]?
    }

    /// - Parameter directory: nil where no case has a name yet, as when the directory itself is made.
    init(
        directory: ProjectionFile?,
        cases others: @escaping @Sendable () throws -> [Identifier] = { [] }
    ) {
        self.directory = directory
        self.others = others
    }

    /// The case whose rows an event of this stream may change: its own, or the one that was looked at.
    func caseID(of stream: Identifier) throws -> Identifier {
        let (isCase, looks) = known.withLock { ($0.references[stream] != nil, $0.looks) }
        if isCase { return stream }
        if let looks { return looks[stream] ?? stream }
        return try reference(of: stream) == nil ? self.looks()[stream] ?? stream : stream
    }

    /// What people call a case; nil for what is no case.
    func reference(of caseID: Identifier) throws -> String? {
        if let reference = known.withLock({ $0.references[caseID] }) { return reference }
        let rows = try directory?.rows(
            "SELECT reference FROM case_reference WHERE case_id = ? ORDER BY reference LIMIT 1",
            [caseID.description]
        )
        guard let reference = rows?.first?["reference"] else { return nil }
        known.withLock { $0.references[caseID] = reference }
        return reference
    }

    /// The case of each stream of looks. The name of such a stream is made of its case's, and cannot be
    /// read backwards: so all of them are made.
    func looks() throws -> [Identifier: Identifier] {
        if let looks = known.withLock({ $0.looks }) { return looks }
        let rows = try directory?.rows("SELECT DISTINCT case_id FROM case_reference")
        var looks: [Identifier: Identifier] = [:]
        let named = (rows ?? []).compactMap { $0["case_id"].flatMap { Identifier($0) } }
        for id in try named + others() {
            looks[StreamNames.access(of: id)] = id
        }
        let made = looks
        known.withLock { $0.looks = made }
        return made
    }
}
