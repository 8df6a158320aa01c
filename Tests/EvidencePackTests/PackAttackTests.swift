import CaseModel
import CaseRecord
import EvidencePack
import Foundation
import MerkleTree
import Support
import Testing
import Values

/// Goal: a pack that says less, more or other than the log is caught by the step meant for it, also
/// when whoever made it has the log's key. Method: packs that a dishonest keeper makes and signs,
/// each shown to both verifiers, which share no code and must say the same of every step.
@Suite struct PackAttackTests {
    private let sample: PackSample

    init() throws { sample = try PackSample() }

    @Test func `an honest pack passes in both, with everything, something and nothing opened`()
        throws
    {
        let all = try sample.release(try sample.draft())
        #expect(try sample.letters(all) == "pppppppp")
        let positions = try sample.positions()
        let some = try sample.release(
            try sample.draft(discloses: { $0 == positions[0] })
        )
        #expect(try sample.letters(some) == "pppppppp")
        let none = try sample.release(try sample.draft(discloses: { _ in false }))
        #expect(try sample.letters(none) == "ppppnnpp")
        #expect(String(decoding: none, as: UTF8.self).contains(PackSample.words) == false)
    }

    @Test func `amended entries are compared with all of their openings`() throws {
        let target = try sample.add(
            .goalAgreed,
            ["statement": .string(PackSample.words), "agreedWith": ["infant"]],
            to: PackSample.cases[0]
        )
        try sample.add(
            .entryAmended,
            [
                "target": .string(target.description), "reason": "wrong word",
                "data": ["statement": "She looked away"],
            ],
            to: PackSample.cases[0]
        )
        let draft = try sample.draft()
        let pack = try sample.release(draft)
        let verdict = PackVerifier.verify(pack, trusting: try sample.policy())
        let step = try #require(verdict.steps.first { $0.name == .record })
        #expect(step.detail == "5 entries of the record say what their openings say")
        #expect(try sample.letters(pack) == "pppppppp")
        // The text that an amendment gave is changed where a person reads it.
        var lie = draft
        lie.files[.record] = replaced(
            draft.files[.record],
            ">She looked away<",
            ">She looked at me<"
        )
        #expect(try sample.letters(try sample.release(lie)) == "pppppfpp")
    }

    // MARK: What a log's keeper can leave out, add and move

    @Test func `an entry left out`() throws {
        let positions = try sample.positions()
        for position in positions {
            var draft = try sample.draft()
            draft.files[.leaf(position)] = nil
            draft.files[.opening(position)] = nil
            let letters = try sample.letters(try sample.release(draft))
            #expect(Array(letters)[3] == "f", "position \(position): \(letters)")
        }
    }

    @Test func `the last entry left out and the manifest signed to say so`() throws {
        let positions = try sample.positions()
        let last = try #require(positions.last)
        var draft = try sample.draft()
        draft.files[.leaf(last)] = nil
        draft.files[.opening(last)] = nil
        var forgery = try Forgery(try sample.release(draft))
        forgery.manifest.last -= 1
        forgery.manifest.opened -= 1
        // Nobody can prove from leaves that no more came; the record still has the entry.
        let letters = try sample.letters(try forgery.signed(by: sample.key))
        #expect(letters == "pppppfpp")
    }

    @Test func `two entries that changed places`() throws {
        let positions = try sample.positions()
        var draft = try sample.draft()
        for file in [PackFile.leaf, PackFile.opening] {
            let first = draft.files[file(positions[0])]
            draft.files[file(positions[0])] = draft.files[file(positions[1])]
            draft.files[file(positions[1])] = first
        }
        let letters = try sample.letters(try sample.release(draft))
        #expect(letters.hasPrefix("ppff"), "\(letters)")
    }

    @Test func `an entry that is there twice`() throws {
        let positions = try sample.positions()
        let other = try #require(try sample.positions(of: PackSample.cases[1]).first)
        var draft = try sample.draft()
        draft.files[.leaf(other)] = draft.files[.leaf(positions[0])]
        let letters = try sample.letters(try sample.release(draft))
        #expect(letters.hasPrefix("ppff"), "\(letters)")
    }

    @Test func `an entry of another case, with a good proof`() throws {
        let other = try #require(try sample.positions(of: PackSample.cases[1]).first)
        var draft = try sample.draft()
        draft.files[.leaf(other)] = try sample.draft(of: "C-0002").files[.leaf(other)]
        #expect(try sample.letters(try sample.release(draft)) == "pppfpppp")
    }

    @Test func `an opening of another event, of none, and one that was changed`() throws {
        let positions = try sample.positions()
        let other = try #require(try sample.positions(of: PackSample.cases[1]).first)
        var draft = try sample.draft()
        draft.files[.opening(positions[0])] = draft.files[.opening(positions[1])]
        #expect(try sample.letters(try sample.release(draft)) == "ppppfnpp")
        draft = try sample.draft()
        draft.files[.opening(other)] = draft.files[.opening(positions[1])]
        #expect(try sample.letters(try sample.release(draft)) == "ppppfnpp")
        draft = try sample.draft()
        draft.files[.opening(positions[2])] =
            replaced(draft.files[.opening(positions[2])], "300000", "300001")
        #expect(try sample.letters(try sample.release(draft)) == "ppppfnpp")
    }

    @Test(arguments: [
        ("300000", "300001"), (">interaction<", ">supervision<"), ("position=\"", "position=\"1"),
        ("<!DOCTYPE a><caseRecord", ""), ("type=\"film-taken\"", "type=\"film-moved\""),
        ("Example auditor", "Another auditor"), ("recorded at=\"2026", "recorded at=\"2025"),
    ])
    func `a record that says what no opening says`(old: String, new: String) throws {
        var draft = try sample.draft()
        let record = draft.files[.record]
        draft.files[.record] =
            new.isEmpty
            ? replaced(record, "<caseRecord", old) : replaced(record, old, new)
        #expect(try sample.letters(try sample.release(draft)) == "pppppfpp")
    }

    @Test func `a record without an entry that is opened`() throws {
        var draft = try sample.draft()
        let text = String(decoding: draft.files[.record] ?? [], as: UTF8.self)
        let start = try #require(text.range(of: "    <entry number=\"2\""))
        let end = try #require(
            text.range(of: "</entry>\n", range: start.upperBound..<text.endIndex)
        )
        draft.files[.record] = Array(
            (text[..<start.lowerBound] + text[end.upperBound...]).utf8
        )
        #expect(try sample.letters(try sample.release(draft)) == "pppppfpp")
    }

    // MARK: What is signed and proven

    @Test func `a proof that was changed`() throws {
        let pack = try sample.release(try sample.draft())
        let position = try sample.positions()[0]
        var forgery = try Forgery(pack)
        let text = String(decoding: forgery.files[.proof(position)] ?? [], as: UTF8.self)
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        lines[2] = TreeHash.leaf(Array("forged".utf8)).description
        forgery.files[.proof(position)] = Array(lines.joined(separator: "\n").utf8)
        #expect(try sample.letters(try forgery.signed(by: sample.key)) == "ppfppppp")
        lines.remove(at: 2)
        forgery.files[.proof(position)] = Array(lines.joined(separator: "\n").utf8)
        #expect(try sample.letters(try forgery.signed(by: sample.key)) == "ppfppppp")
        forgery.files[.proof(position)] = nil
        #expect(try sample.letters(try forgery.signed(by: sample.key)) == "ppfppppp")
    }

    @Test func `another pack's checkpoint`() throws {
        let before = try Forgery(try sample.release(try sample.draft()))
        var forgery = try Forgery(try sample.release(try sample.draft()))
        forgery.files[.checkpoint] = before.files[.checkpoint]
        let letters = try sample.letters(try forgery.signed(by: sample.key))
        #expect(letters == "pfnpppnp")
    }

    @Test func `a checkpoint of another root, signed by the log, is no longer led to`() throws {
        var forgery = try Forgery(try sample.release(try sample.draft()))
        let other = Checkpoint(
            origin: forgery.manifest.origin,
            size: TreeSize(UInt64(forgery.manifest.size)),
            root: .leaf([1])
        )
        forgery.manifest.root = other.root
        forgery.files[.checkpoint] = Array(try other.signed(by: sample.key).written.utf8)
        let letters = try sample.letters(try forgery.signed(by: sample.key))
        #expect(Array(letters)[2] == "f" && Array(letters)[6] == "f", "\(letters)")
    }

    @Test func `a history that was rewritten since an earlier checkpoint`() throws {
        let pack = try sample.release(try sample.draft())
        var forgery = try Forgery(pack)
        let earlier = try #require(
            forgery.files.keys.compactMap { file -> Int64? in
                if case .earlier(let size) = file { size } else { nil }
            }.max()
        )
        let old = Checkpoint(
            origin: forgery.manifest.origin,
            size: TreeSize(UInt64(earlier)),
            root: .leaf([2])
        )
        forgery.files[.earlier(earlier)] = Array(try old.signed(by: sample.key).written.utf8)
        #expect(try sample.letters(try forgery.signed(by: sample.key)) == "ppppppfp")
        // The checkpoint that an auditor holds is not among those of the pack, or has another root.
        let policy = sample.trust + "minimum \(old.origin) \(old.size) \(old.root)\n"
        #expect(try sample.letters(pack, policy) == "ppppppfp")
    }

    @Test func `a checkpoint that the auditor holds is asked for`() throws {
        let pack = try sample.release(try sample.draft())
        let manifest = try Forgery(pack).manifest
        func minimum(_ size: Int64, _ root: TreeHash) -> String {
            sample.trust + "minimum \(manifest.origin) \(size) \(root)\n"
        }
        #expect(try sample.letters(pack, minimum(manifest.size, manifest.root)) == "pppppppp")
        #expect(try sample.letters(pack, minimum(manifest.size + 1, manifest.root)) == "ppppppfp")
        #expect(try sample.letters(pack, minimum(manifest.size - 1, manifest.root)) == "ppppppfp")
        // What the recipient held is added, so that a later pack continues an earlier one.
        let held = String(decoding: try Forgery(pack).files[.checkpoint] ?? [], as: UTF8.self)
        let later = try sample.release(try sample.draft(known: [held]))
        #expect(try sample.letters(later, minimum(manifest.size, manifest.root)) == "pppppppp")
        let policy = try sample.record.packPolicy()
        #expect(try sample.letters(later, policy) == "pppppppp")
        #expect(try sample.letters(pack, policy) == "ppppppfp")
    }

    @Test func `a key that nobody trusts, and a manifest that nobody signed`() throws {
        let pack = try sample.release(try sample.draft())
        let other = try #require(SigningKey.generated(name: sample.record.info.origin))
        let policy = "log \(other.verification)\nquorum none\n"
        #expect(try sample.letters(pack, policy) == "pnnnnnnf")
        var forgery = try Forgery(pack)
        #expect(try sample.letters(try forgery.signed(by: other)) == "pnnnnnnf")
        // Signed well, by a log of another name that is trusted too.
        let second = try #require(SigningKey.generated(name: "example.org/other"))
        let both = sample.trust + "log \(second.verification)\n"
        #expect(try sample.letters(try forgery.signed(by: second), both) == "pnnnnnnf")
    }

    @Test func `a witness is asked for, and its word is checked`() throws {
        let witness = Witness()
        let policy = """
            log \(sample.record.info.key)
            witness w1 \(witness.written)
            group all all w1
            quorum all

            """
        let pack = try sample.release(try sample.draft())
        #expect(try sample.letters(pack, policy) == "pfnpppnp")
        var forgery = try Forgery(pack)
        let checkpoint = forgery.files[.checkpoint] ?? []
        func cosign(_ note: [UInt8]) throws -> [UInt8] {
            forgery.files[.checkpoint] = note
            for case .proof(let position) in forgery.files.keys {
                forgery.files[.proof(position)] = swapped(
                    forgery.files[.proof(position)],
                    checkpoint,
                    note
                )
            }
            for case .consistency(let size) in forgery.files.keys {
                forgery.files[.consistency(size)] = swapped(
                    forgery.files[.consistency(size)],
                    checkpoint,
                    note
                )
            }
            return try forgery.signed(by: sample.key)
        }
        #expect(
            try sample.letters(try cosign(try witness.cosigned(checkpoint)), policy) == "pppppppp"
        )
        forgery = try Forgery(pack)
        let stranger = try Witness().cosigned(checkpoint)
        #expect(try sample.letters(try cosign(stranger), policy) == "pfnpppnp")
        forgery = try Forgery(pack)
        var bent = try witness.cosigned(checkpoint)
        // The last byte of the signature: four characters of base64 before the newline.
        let place = bent.count - 6
        bent[place] = bent[place] == UInt8(ascii: "A") ? UInt8(ascii: "B") : UInt8(ascii: "A")
        let letters = try sample.letters(try cosign(bent), policy)
        #expect(letters == "pfnpppnp")
    }

    // MARK: What the manifest claims

    @Test func `claims of the manifest that are not so`() throws {
        let pack = try sample.release(try sample.draft())
        for (change, letters) in [
            ({ $0.last += 1 }, "pppfpppp"), ({ $0.opened += 1 }, "pppppppf"),
            ({ $0.withheld += 1 }, "pppppppf"), ({ $0.by = "s-other" }, "pppppppf"),
            ({ $0.recipient = "Somebody else" }, "pppppfpf"),
            ({ $0.caseID = PackSample.cases[1] }, "pppfnfpf"),
        ] as [((inout PackManifest) -> Void, String)] {
            var forgery = try Forgery(pack)
            change(&forgery.manifest)
            let found = try sample.letters(try forgery.signed(by: sample.key))
            #expect(found == letters)
        }
    }

    @Test func `files that are missing, besides, changed, or not what the release recorded`()
        throws
    {
        let pack = try sample.release(try sample.draft())
        for file in [PackFile.instructions, .keys, .contents] {
            var forgery = try Forgery(pack)
            forgery.files[file]?.append(UInt8(ascii: "\n"))
            let found = try sample.letters(try forgery.signed(by: sample.key))
            #expect(found == "pppppppf", "\(file.name)")
            forgery.files[file] = nil
            #expect(try sample.letters(try forgery.signed(by: sample.key)) == "pnnnnnnf")
        }
        var besides = try Forgery(pack)
        besides.files[.page] = Array("<html/>".utf8)
        #expect(try sample.letters(PackWriter.archive(besides.files)) == "pnnnnnnf")
        #expect(try sample.letters(try besides.signed(by: sample.key)) == "pppppppf")
        var changed = try Forgery(pack)
        changed.files[.record]?.append(UInt8(ascii: "\n"))
        #expect(try sample.letters(PackWriter.archive(changed.files)) == "pppppfpf")
    }

    @Test func `bytes that are no pack`() throws {
        for bytes in [
            [], [UInt8](repeating: 0, count: 1024), Array("hello".utf8),
            [UInt8](repeating: 0xff, count: 4096),
        ] {
            #expect(try sample.letters(bytes) == "pnnnnnnf")
        }
        let pack = try sample.release(try sample.draft())
        #expect(try sample.letters(Array(pack.dropLast(512))) == "pnnnnnnf")
        #expect(
            try sample.letters(pack + [UInt8](repeating: 0, count: 512)) == "pnnnnnnf"
        )
    }

    // MARK: Policies

    @Test func `a policy out of the pack is refused by both`() throws {
        let pack = try sample.release(try sample.draft())
        var forgery = try Forgery(pack)
        forgery.files[.page] = Array("before \(sample.trust) after".utf8)
        let packed = try forgery.signed(by: sample.key)
        #expect(PackPolicy.stands(Array(sample.trust.utf8), in: packed))
        #expect(!PackPolicy.stands(Array(sample.trust.utf8), in: pack))
        #expect(try sample.python(packed).status == 1)
    }

    @Test func `policies that mean nothing are refused by both`() throws {
        let pack = try sample.release(try sample.draft())
        let log = "log \(sample.record.info.key)\n"
        let witness = "witness w1 \(Witness().written)\n"
        for policy in [
            "", log, "quorum none\n", log + "quorum none", log + "quorum w1\n",
            log + log + "quorum none\n", log + "quorum none\nquorum none\n",
            log + "quorum none\nminimum other 1 \(TreeHash.leaf([1]))\n",
            log + "quorum none\nminimum \(sample.record.info.origin) 01 \(TreeHash.leaf([1]))\n",
            log + "quorum none\nminimum \(sample.record.info.origin) 1 AAAA\n",
            log + witness + "group g 2 w1\nquorum g\n",
            log + witness + "group g any w1\ngroup h any w1\nquorum h\n",
            log + witness + witness + "quorum w1\n", log + "trust me\nquorum none\n",
            log + "quorum none\u{7}\n", "log \(sample.record.info.key)x\nquorum none\n",
        ] {
            #expect(throws: PackPolicy.Failure.self, "\(policy)") { try sample.policy(policy) }
            #expect(try sample.python(pack, policy).status == 1, "\(policy)")
        }
    }

    // MARK: - Inside

    private func replaced(_ bytes: [UInt8]?, _ old: String, _ new: String) -> [UInt8] {
        let text = String(decoding: bytes ?? [], as: UTF8.self)
        guard let place = text.range(of: old) else {
            Issue.record("'\(old)' is not in the file")
            return []
        }
        return Array(text.replacingCharacters(in: place, with: new).utf8)
    }

    /// The same with another checkpoint at its end.
    private func swapped(_ bytes: [UInt8]?, _ old: [UInt8], _ new: [UInt8]) -> [UInt8] {
        Array((bytes ?? []).dropLast(old.count)) + new
    }
}
