/// The rules that can hold for this order, in their order; of each type that occurs, those that can
/// hold for it. A policy has a hundred rules, and an entry has to do with ten.
struct RuleBook: Sendable {
    private let all: [DisclosurePolicy.Rule]
    private var ofType: [String: [DisclosurePolicy.Rule]] = [:]

    init(_ rules: [DisclosurePolicy.Rule], types: Set<String>) {
        all = rules
        for type in types { ofType[type] = self.rules(for: type) }
    }

    /// - Parameter type: empty where it cannot be read.
    func rules(for type: String) -> [DisclosurePolicy.Rule] {
        ofType[type] ?? all.filter { $0.when.types?.contains(type) ?? true }
    }
}
