import CaseModel
import CaseRecord
import EvidencePack
import Foundation
import MerkleTree
import Support
import Testing
import Values

/// Goal: a pack verifies with a policy that names any key of the log that is still good, from before a
/// change of key or after it, and a thief of a retired key gets nothing past it. Method: packs of a
/// record whose key was replaced, honest and forged, each shown to both verifiers.
@Suite struct PackHandoverTests {
    private let sample: PackSample
    /// The log's keys, oldest first.
    private var keys: [SigningKey]

    init() throws {
        sample = try PackSample()
        keys = [sample.key]
    }

    private mutating func rotate(isLost: Bool = false) throws -> Int64 {
        let path = sample.folder("data/vigil/\(sample.record.info.id)/signing.key")
        let rotation = try sample.record.rotateSigningKey(
            because: .routine,
            isLost: isLost,
            by: "s-admin"
        )
        #expect(rotation.from == keys[keys.count - 1].verification)
        let line = try String(contentsOfFile: path, encoding: .utf8)
        keys.append(try #require(SigningKey(line.prefix { $0 != "\n" })))
        return rotation.size
    }

    private func policy(_ index: Int) -> String {
        "log \(keys[index].verification)\nquorum none\n"
    }

    @Test mutating func `a pack from before verifies afterwards, with its key alone`() throws {
        let before = try sample.release(try sample.draft())
        _ = try rotate()
        #expect(try sample.letters(before, policy(0)) == "pppppppp")
        #expect(try sample.letters(before, policy(1)) == "pnnnnnnf")
        let both = "log \(keys[0].verification)\n" + policy(1)
        #expect(try sample.letters(before, both) == "pppppppp")
    }

    @Test mutating func `a pack from after verifies with a policy that names one key, whichever`()
        throws
    {
        let before = try sample.release(try sample.draft())
        let held = String(decoding: try Forgery(before).files[.checkpoint] ?? [], as: UTF8.self)
        let checkpoint = try #require(Checkpoint(text: try SignedNote(parsing: held).text))
        let sizes = [try rotate(), try rotate()]
        let pack = try sample.release(try sample.draft(known: [held]))
        for index in keys.indices {
            #expect(try sample.letters(pack, policy(index)) == "pppppppp", "\(index)")
            // What the auditor held from under the first key is held against it.
            let minimum =
                policy(index)
                + "minimum \(checkpoint.origin) \(checkpoint.size) \(checkpoint.root)\n"
            #expect(try sample.letters(pack, minimum) == "pppppppp", "\(index)")
        }
        #expect(try sample.letters(pack, try sample.record.packPolicy()) == "pppppppp")
        let lines = String(decoding: try Forgery(pack).files[.keys] ?? [], as: UTF8.self)
        #expect(
            lines == """
                log \(keys[0].verification) 1 \(sizes[0])
                log \(keys[1].verification) \(sizes[0] + 1) \(sizes[1])
                log \(keys[2].verification) \(sizes[1] + 1) -

                """
        )
        let stranger = try #require(SigningKey.generated(name: sample.record.info.origin))
        #expect(
            try sample.letters(pack, "log \(stranger.verification)\nquorum none\n") == "pnnnnnnf"
        )
    }

    @Test mutating func `handovers are in a pack however many checkpoints there are`() throws {
        let size = try rotate()
        for _ in 0..<300 {
            try sample.add(
                .goalAgreed,
                ["statement": "Look together", "agreedWith": ["infant"]],
                to: PackSample.cases[1]
            )
            try sample.record.sign()
        }
        let pack = try sample.release(try sample.draft())
        #expect(try Forgery(pack).files[.earlier(size)] != nil)
        #expect(try sample.letters(pack, policy(0)) == "pppppppp")
    }

    @Test mutating func `a checkpoint that the recipient holds does not hide the handover`() throws
    {
        try sample.record.sign()
        let held = try #require(try sample.record.newestCheckpoint())
        let size = try rotate()
        #expect(try SignedNote(parsing: held).text.contains("\n\(size)\n"))
        let pack = try sample.release(try sample.draft(known: [held]))
        #expect(try sample.letters(pack, policy(0)) == "pppppppp")
    }

    @Test mutating func `the stolen old key signs nothing past its last size`() throws {
        _ = try rotate()
        let pack = try sample.release(try sample.draft())
        // All of it signed by the old key, with the handover in it and without.
        for leavesOut in [false, true] {
            var forgery = try Forgery(pack)
            try resign(&forgery, by: keys[0])
            if leavesOut {
                for file in forgery.files.keys where isHandover(file, forgery) {
                    try drop(file, from: &forgery)
                }
                forgery.files[.keys] = Array("log \(keys[0].verification) 1 -\n".utf8)
            }
            let forged = try forgery.signed(by: keys[0])
            #expect(try sample.letters(forged, policy(1)) == "pnnnnnnf", "\(leavesOut)")
            if !leavesOut { #expect(try sample.letters(forged, policy(0)) == "pnnnnnnf") }
        }
        // Only the checkpoint, in a pack that the new key signs.
        var forgery = try Forgery(pack)
        try resign(&forgery, by: keys[0])
        #expect(
            Array(try sample.letters(try forgery.signed(by: keys[1]), policy(0)))[1] == "f"
        )
    }

    @Test mutating func `a key history that says other sizes than the handovers`() throws {
        let size = try rotate()
        let pack = try sample.release(try sample.draft())
        let good = String(decoding: try Forgery(pack).files[.keys] ?? [], as: UTF8.self)
        for keys in [
            good.replacingOccurrences(of: " 1 \(size)\n", with: " 1 \(size - 1)\n"),
            good.replacingOccurrences(of: " 1 \(size)\n", with: " 1 -\n"),
            String(good.split(separator: "\n")[1]) + "\n",
            good.split(separator: "\n").reversed().joined(separator: "\n") + "\n", good + good,
            good.replacingOccurrences(of: " \(size + 1) -", with: " 1 -"), "",
        ] {
            #expect(keys != good)
            var forgery = try Forgery(pack)
            forgery.files[.keys] = Array(keys.utf8)
            let letters = try sample.letters(try forgery.signed(by: self.keys[1]), policy(0))
            #expect(letters == "pppppppf", "\(keys)")
        }
    }

    @Test mutating func `a handover that is forged, of another size or left out leads nowhere`()
        throws
    {
        let size = try rotate()
        let pack = try sample.release(try sample.draft())
        let honest = try Forgery(pack)
        let file = PackFile.earlier(size)
        let note = try SignedNote(
            parsing: String(decoding: honest.files[file] ?? [], as: UTF8.self)
        )
        let handover = try #require(Handover(note))
        let thief = try #require(SigningKey.generated(name: sample.record.info.origin))
        let theirs = try #require(
            try Handover.signed(
                handover.statement.checkpoint,
                from: keys[0].verification,
                by: nil,
                to: thief
            )
        )
        for signatures in [
            theirs.signatures, note.signatures.prefix(1) + theirs.signatures,
        ] {
            var forgery = honest
            forgery.files[file] = Array(
                SignedNote(text: theirs.text, signatures: Array(signatures)).written.utf8
            )
            try resign(&forgery, by: thief)
            #expect(
                try sample.letters(try forgery.signed(by: thief), policy(0)) == "pnnnnnnf"
            )
        }
        // Signed by the new key alone, as if the old one had been lost: only its own friends follow.
        var alone = honest
        alone.files[file] = Array(
            SignedNote(text: note.text, signatures: Array(note.signatures.suffix(1))).written.utf8
        )
        let signed = try alone.signed(by: keys[1])
        #expect(try sample.letters(signed, policy(0)) == "pnnnnnnf")
        #expect(try sample.letters(signed, policy(1)) == "pppppppp")
        // Under the name of another size it is no handover, and no checkpoint of that size.
        var moved = honest
        let other = try #require(
            honest.files.keys.compactMap { file -> Int64? in
                if case .earlier(let other) = file, other != size { other } else { nil }
            }.max()
        )
        moved.files[.earlier(other)] = honest.files[file]
        let letters = try sample.letters(try moved.signed(by: keys[1]), policy(1))
        #expect(Array(letters)[6] == "f" && Array(letters)[7] == "p", "\(letters)")
        var without = honest
        try drop(file, from: &without)
        let bare = try without.signed(by: keys[1])
        #expect(try sample.letters(bare, policy(0)) == "pnnnnnnf")
        #expect(try Array(sample.letters(bare, policy(1)))[7] == "f")
    }

    @Test mutating func `after a key was lost, only the new one is enough`() throws {
        let path = sample.folder("data/vigil/\(sample.record.info.id)/signing.key")
        try FileManager.default.moveItem(atPath: path, toPath: path + ".away")
        #expect(throws: RecordError.self) {
            try sample.record.rotateSigningKey(because: .recovery, isLost: false, by: "s-nobody")
        }
        let size = try rotate(isLost: true)
        let pack = try sample.release(try sample.draft())
        #expect(try sample.letters(pack, policy(0)) == "pnnnnnnf")
        #expect(try sample.letters(pack, policy(1)) == "pppppppp")
        _ = try rotate()
        let later = try sample.release(try sample.draft())
        #expect(try sample.letters(later, policy(0)) == "pnnnnnnf")
        #expect(try sample.letters(later, policy(1)) == "pppppppp")
        #expect(try sample.letters(later, policy(2)) == "pppppppp")
        #expect(size > 0)
    }

    // MARK: - Inside

    private func isHandover(_ file: PackFile, _ forgery: Forgery) -> Bool {
        guard case .earlier = file else { return false }
        return String(decoding: forgery.files[file] ?? [], as: UTF8.self).contains(Handover.mark)
    }

    private func drop(_ file: PackFile, from forgery: inout Forgery) throws {
        guard case .earlier(let size) = file else { return }
        forgery.files[file] = nil
        forgery.files[.consistency(size)] = nil
    }

    /// The same checkpoint signed by another key, and every proof to it.
    private func resign(_ forgery: inout Forgery, by key: SigningKey) throws {
        let old = forgery.files[.checkpoint] ?? []
        let note = try SignedNote(parsing: String(decoding: old, as: UTF8.self))
        let new = Array(
            SignedNote(text: note.text, signatures: [try key.sign(note.text)]).written.utf8
        )
        forgery.files[.checkpoint] = new
        for (file, bytes) in forgery.files {
            switch file {
            case .proof, .consistency:
                forgery.files[file] = Array(bytes.dropLast(old.count)) + new
            default: break
            }
        }
    }
}
