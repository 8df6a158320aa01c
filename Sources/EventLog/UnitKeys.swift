package import Crypto

/// What opens a unit's events: one key an epoch, the newest first. Which epoch sealed an event is not
/// written anywhere; a key of another does not open it, and says so.
package struct UnitKeys: Sendable {
    /// Those that are whole, the newest first.
    package let keys: [SymmetricKey]
    /// What seals the next event, or why nothing can.
    let newest: Result<SymmetricKey, LogError>
    /// What is wrong with an epoch, if anything is.
    let fault: LogError?
    let epochCount: Int

    /// The newest first; not empty.
    init(_ epochs: [Result<SymmetricKey, LogError>]) {
        keys = epochs.compactMap { try? $0.get() }
        newest = epochs[0]
        fault =
            epochs.lazy.compactMap { epoch in
                if case .failure(let error) = epoch { error } else { nil }
            }
            .first
        epochCount = epochs.count
    }

    init(new key: SymmetricKey) { self.init([.success(key)]) }
}
