import Crypto
package import MerkleTree
import Values

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Whom an auditor trusts, and what they hold already: a C2SP tlog-policy file with lines `minimum`
/// (docs/PACK_FORMAT.md §6). It comes from elsewhere than the pack.
package struct PackPolicy: Sendable {
    package let logs: [VerificationKey]
    /// Checkpoints that a pack's tree must hold.
    package let minimums: [Checkpoint]
    private var witnesses: [String: WitnessKey] = [:]
    private var groups: [String: Group] = [:]
    /// Nil for none.
    package let quorum: String?

    private struct Group: Sendable {
        let threshold: Int
        let members: [String]
    }

    /// The line of a policy that is wrong, and the rule that it breaks.
    package struct Failure: Error, Hashable, Sendable {
        package let line: Int?
        package let rule: String
    }

    package init(_ bytes: [UInt8]) throws(Failure) {
        guard bytes.count <= PackLimits.policy else {
            throw Failure(line: nil, rule: "a policy has at most \(PackLimits.policy) bytes")
        }
        var parser = Parser()
        let lines = bytes.split(separator: 10, omittingEmptySubsequences: false)
        for (index, line) in lines.enumerated() {
            parser.number = index + 1
            guard line.allSatisfy({ $0 == 9 || $0 >= 0x20 && $0 != 0x7f }),
                let text = String(validating: line, as: UTF8.self)
            else { throw parser.failure("a policy is UTF-8 without control characters") }
            let words = text.utf8.split { $0 == 32 || $0 == 9 }.map { String($0) ?? "" }
            guard let first = words.first, !first.utf8.starts(with: "#".utf8) else { continue }
            try parser.take(first, Array(words.dropFirst()))
        }
        guard lines.last?.isEmpty ?? true else {
            throw parser.failure("every line ends in a newline")
        }
        parser.number = nil
        guard let quorum = parser.quorum else {
            throw parser.failure("a policy has one line 'quorum', such as 'quorum none'")
        }
        guard !parser.logs.isEmpty else {
            throw parser.failure("a policy names at least one log that is trusted")
        }
        guard
            parser.minimums.allSatisfy({ minimum in
                parser.logs.contains { $0.name == minimum.origin }
            })
        else { throw parser.failure("a line 'minimum' names the origin of a log in the policy") }
        logs = parser.logs
        minimums = parser.minimums
        witnesses = parser.witnesses
        groups = parser.groups
        self.quorum = quorum == "none" ? nil : quorum
    }

    /// Whether a policy stands in a pack, as a file or in the middle of one: then whoever made the pack
    /// chose whom to trust.
    package static func stands(_ policy: [UInt8], in pack: [UInt8]) -> Bool {
        guard let first = policy.first, policy.count <= pack.count else { return false }
        return pack.withUnsafeBytes { pack in
            policy.withUnsafeBytes { policy in
                guard let whole = pack.baseAddress, let part = policy.baseAddress else {
                    return false
                }
                var place = 0
                let last = pack.count - policy.count
                while place <= last,
                    let found = memchr(whole + place, Int32(first), last - place + 1)
                {
                    if memcmp(found, part, policy.count) == 0 { return true }
                    place = UnsafeRawPointer(found) - whole + 1
                }
                return false
            }
        }
    }

    /// Whether the witnesses that signed a checkpoint reach the quorum.
    ///
    /// - Returns: nil when a signature by a witness of the policy does not fit.
    package func isWitnessed(_ note: SignedNote) -> Bool? {
        guard let quorum else { return true }
        var signers: Set<String> = []
        for (name, key) in witnesses {
            for signature in note.signatures where key.isOf(signature) {
                guard key.seen(signature, over: note.text) != nil else { return nil }
                signers.insert(name)
            }
        }
        return isReached(quorum, signers)
    }

    /// Groups name only what stands before them, each name in one group, so this ends.
    private func isReached(_ name: String, _ signers: Set<String>) -> Bool {
        guard let group = groups[name] else { return signers.contains(name) }
        return group.members.count { isReached($0, signers) } >= group.threshold
    }

    private struct Parser {
        var number: Int?
        var logs: [VerificationKey] = []
        var minimums: [Checkpoint] = []
        var witnesses: [String: WitnessKey] = [:]
        var groups: [String: Group] = [:]
        var members: Set<String> = []
        var quorum: String?

        func failure(_ rule: String) -> Failure { Failure(line: number, rule: rule) }

        mutating func take(_ word: String, _ rest: [String]) throws(Failure) {
            switch word {
            case "log": try takeLog(rest)
            case "witness": try takeWitness(rest)
            case "group": try takeGroup(rest)
            case "quorum": try takeQuorum(rest)
            case "minimum": try takeMinimum(rest)
            default:
                throw failure("a line begins with log, witness, group, quorum, minimum or #")
            }
        }

        private mutating func takeLog(_ rest: [String]) throws(Failure) {
            guard (1...2).contains(rest.count), let key = VerificationKey(rest[0]) else {
                throw failure("a log is written 'log <verification key> [<url>]'")
            }
            guard !logs.contains(where: { $0.bytes == key.bytes }), logs.count < 256 else {
                throw failure("no key stands in a policy twice")
            }
            logs.append(key)
        }

        private mutating func takeWitness(_ rest: [String]) throws(Failure) {
            guard (2...3).contains(rest.count), let key = WitnessKey(rest[1]) else {
                throw failure("a witness is written 'witness <name> <verification key> [<url>]'")
            }
            guard isFree(rest[0]), !witnesses.values.contains(where: { $0.bytes == key.bytes })
            else { throw failure("no name and no key stands in a policy twice") }
            witnesses[rest[0]] = key
        }

        private mutating func takeGroup(_ rest: [String]) throws(Failure) {
            guard rest.count >= 3, isFree(rest[0]) else {
                throw failure("a group is written 'group <new name> <number|any|all> <name>…'")
            }
            let names = Array(rest[2...])
            let threshold: Int? =
                switch rest[1] {
                case "any": 1
                case "all": names.count
                default: decimal(rest[1]).map { Int($0) }
                }
            guard let threshold, (1...names.count).contains(threshold) else {
                throw failure("a group asks for at least one of its members and at most all")
            }
            for name in names {
                guard witnesses[name] != nil || groups[name] != nil,
                    members.insert(name).inserted
                else {
                    throw failure("a member stands in a line before, and in one group once")
                }
            }
            groups[rest[0]] = Group(threshold: threshold, members: names)
        }

        private mutating func takeQuorum(_ rest: [String]) throws(Failure) {
            guard quorum == nil, rest.count == 1,
                rest[0] == "none" || witnesses[rest[0]] != nil || groups[rest[0]] != nil
            else { throw failure("there is one quorum: none, or a name that stands before it") }
            quorum = rest[0]
        }

        private mutating func takeMinimum(_ rest: [String]) throws(Failure) {
            guard rest.count == 3, let size = decimal(rest[1]), size > 0,
                let root = TreeHash(base64: rest[2]), minimums.count < 256
            else { throw failure("a minimum is written 'minimum <origin> <size> <root>'") }
            minimums.append(
                Checkpoint(origin: rest[0], size: TreeSize(UInt64(size)), root: root)
            )
        }

        private func isFree(_ name: String) -> Bool {
            name != "none" && witnesses[name] == nil && groups[name] == nil
                && witnesses.count + groups.count < 256
        }
    }
}
