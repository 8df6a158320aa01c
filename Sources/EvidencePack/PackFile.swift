/// The files of an evidence pack by what they are (docs/PACK_FORMAT.md §3). No other name stands in a
/// pack.
package enum PackFile: Hashable, Sendable {
    case manifest
    /// Digests of the files that do not depend on the checkpoint.
    case contents
    case checkpoint
    case keys
    case record
    case page
    case instructions
    /// The leaf's text of the event at a position.
    case leaf(Int64)
    /// Salt and payload of the event at a position.
    case opening(Int64)
    case proof(Int64)
    /// A checkpoint of an earlier size.
    case earlier(Int64)
    /// That the tree of that size is the beginning of the checkpoint's.
    case consistency(Int64)

    package var name: String {
        switch self {
        case .manifest: "manifest"
        case .contents: "contents"
        case .checkpoint: "checkpoint"
        case .keys: "keys"
        case .record: "record.xml"
        case .page: "record.xhtml"
        case .instructions: "VERIFY.md"
        case .leaf(let position): "leaves/\(PackFile.digits(position))"
        case .opening(let position): "openings/\(PackFile.digits(position))"
        case .proof(let position): "proofs/\(PackFile.digits(position)).tlog-proof"
        case .earlier(let size): "earlier/\(PackFile.digits(size)).checkpoint"
        case .consistency(let size): "earlier/\(PackFile.digits(size)).consistency"
        }
    }

    package init?(name: String) {
        let fixed: [PackFile] = [
            .manifest, .contents, .checkpoint, .keys, .record, .page, .instructions,
        ]
        if let file = fixed.first(where: { $0.name == name }) {
            self = file
            return
        }
        let parts = name.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        guard parts.count == 2, parts[1].count >= PackFile.digitCount,
            let number = PackFile.number(parts[1].prefix(PackFile.digitCount))
        else { return nil }
        let ending = String(parts[1].dropFirst(PackFile.digitCount)) ?? "?"
        switch (String(parts[0]) ?? "", ending) {
        case ("leaves", ""): self = .leaf(number)
        case ("openings", ""): self = .opening(number)
        case ("proofs", ".tlog-proof"): self = .proof(number)
        case ("earlier", ".checkpoint"): self = .earlier(number)
        case ("earlier", ".consistency"): self = .consistency(number)
        default: return nil
        }
    }

    /// Twelve digits, so that the order of names is the order of numbers.
    package static let digitCount = 12
    package static let largestNumber: Int64 = 999_999_999_999

    private static func digits(_ number: Int64) -> String {
        let text = String(number)
        return String(repeating: "0", count: max(0, digitCount - text.count)) + text
    }

    private static func number(_ digits: some Collection<UInt8>) -> Int64? {
        var number: Int64 = 0
        for digit in digits {
            guard (48...57).contains(digit) else { return nil }
            number = number * 10 + Int64(digit - 48)
        }
        return number > 0 ? number : nil
    }
}

/// How large a pack and its parts may be. A reader refuses more before it has read it.
package enum PackLimits {
    package static let pack = 256 << 20
    package static let file = 32 << 20
    package static let files = 100_000
    package static let policy = 1 << 20
    /// Of a recipient or a basis.
    package static let line = 1000
}

/// What is wrong with a pack: which file, and the rule that it breaks. Never case content.
package struct PackFault: Error, Hashable, Sendable {
    /// Nil for the archive as a whole.
    package let file: String?
    package let rule: String

    package init(_ file: PackFile?, _ rule: String) { self.init(named: file?.name, rule) }

    init(named file: String?, _ rule: String) {
        self.file = file
        self.rule = rule
    }
}
