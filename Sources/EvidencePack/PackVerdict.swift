/// What was found about a pack, step by step (docs/PACK_FORMAT.md §7).
package struct PackVerdict: Sendable {
    package enum Outcome: String, Sendable {
        case pass
        case fail
        /// There is nothing to check it against; the step's detail says why.
        case notCheckable = "not-checkable"
    }

    package enum Name: Int, CaseIterable, Sendable {
        case policy = 1
        case checkpoint, inclusion, order, openings, record, history, manifest

        package var word: String { "\(self)" }
    }

    package struct Step: Sendable {
        package let name: Name
        package let outcome: Outcome
        /// A sentence without a full stop.
        package let detail: String
        package let faults: [PackFault]
    }

    package enum Content: String, Sendable {
        case opened
        case withheld
        /// The payload was destroyed; that the event was there is proven all the same.
        case destroyed
        /// An erasure, which never had any.
        case none
    }

    /// An event of the case and what the pack shows of it.
    package struct Event: Sendable {
        package let position: Int64
        package let n: Int64
        package let content: Content
    }

    package let steps: [Step]
    /// Nil when none could be believed.
    package let manifest: PackManifest?
    /// Of the case, in order; empty when the leaves could not be read.
    package let events: [Event]

    package var isWhole: Bool { steps.allSatisfy { $0.outcome != .fail } }

    package subscript(name: Name) -> Outcome {
        steps.first { $0.name == name }?.outcome ?? .notCheckable
    }

    /// Outcomes in order, a letter each: `ppnppppp`.
    package var letters: String { steps.map { String($0.outcome.rawValue.prefix(1)) }.joined() }
}

extension PackVerdict.Step {
    init(_ name: PackVerdict.Name, _ faults: [PackFault], else detail: String) {
        self.init(
            name: name,
            outcome: faults.isEmpty ? .pass : .fail,
            detail: faults.first?.rule ?? detail,
            faults: faults
        )
    }

    init(_ name: PackVerdict.Name, unchecked reason: String) {
        self.init(name: name, outcome: .notCheckable, detail: reason, faults: [])
    }
}
