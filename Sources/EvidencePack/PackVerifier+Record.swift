import Values
import XMLKit

// Step 6: the readable record says what the openings say.

extension PackVerifier {
    func recordStep() -> PackVerdict.Step {
        let root: XMLElement
        do throws(XMLError) {
            root = try XMLDocument(Array(pack[.record] ?? []), limit: PackLimits.file).root
        } catch {
            return PackVerdict.Step(
                .record,
                [PackFault(.record, "the record is well-formed XML without a document type")],
                else: ""
            )
        }
        guard leaves.values.allSatisfy({ $0 != nil }) else {
            return PackVerdict.Step(.record, unchecked: "there are leaves that cannot be read")
        }
        var reading = RecordReading(verifier: self)
        reading.read(root)
        guard reading.faults.isEmpty, reading.compared == 0 else {
            return PackVerdict.Step(.record, reading.faults, else: reading.detail)
        }
        return PackVerdict.Step(.record, unchecked: "no entry of the record is opened")
    }
}

/// The record's entries beside the leaves and openings that they are made of.
private struct RecordReading {
    let verifier: PackVerifier
    var faults: [PackFault] = []
    /// Entries whose every value was found in their openings.
    var compared = 0
    /// Entries whose values cannot be compared: in part, or brought up to a newer schema.
    var unlike = 0
    private var shown: Set<Int64> = []
    /// Positions of the record's entries by their number in it, which is how it names corrections.
    private var positions: [String: Int64] = [:]

    init(verifier: PackVerifier) { self.verifier = verifier }

    /// What a program words itself, or the leaf says: not looked for among the opened values.
    private static let reworded: Set<String> = [
        "title", "recorded", "firstLog", "reading", "clock", "cause", "command", "correctedBy",
    ]

    var detail: String {
        "\(compared) entries of the record say what their openings say"
            + (unlike > 0 ? "; the values of \(unlike) cannot be compared" : "")
    }

    mutating func read(_ root: XMLElement) {
        let manifest = verifier.manifest
        let header = root.first("header")
        guard root.name == "caseRecord", root.namespace == "urn:vigil:case-record:1",
            header?.first("record")?["id"] == manifest.log.description,
            header?.first("case")?["id"] == manifest.caseID.description,
            header?.first("recipient")?.text == manifest.recipient,
            header?.first("purpose")?.text == manifest.purpose,
            header?.first("basis")?.text == manifest.basis
        else {
            return fail("the record is of the manifest's case, for its recipient and purpose")
        }
        let entries = root.first("entries")?.children ?? []
        for entry in entries {
            guard let number = entry["number"], positions[number] == nil else { continue }
            positions[number] = entry["position"].flatMap { decimal($0) }
        }
        for entry in entries { read(entry: entry) }
        for event in verifier.events() where event.content == .opened {
            if !shown.contains(event.position) {
                fail("the record has every entry that is opened; \(event.position) is missing")
            }
        }
    }

    private mutating func fail(_ rule: String) { faults.append(PackFault(.record, rule)) }

    private mutating func read(entry: XMLElement) {
        guard let position = entry["position"].flatMap({ decimal($0) }),
            let leaf = verifier.leaves[.leaf(position)] ?? nil,
            leaf.stream == verifier.manifest.caseID
        else { return fail("every entry of the record is an event of the case") }
        let recorded = entry.first("recorded")
        guard shown.insert(position).inserted, entry.name == "entry",
            entry["id"] == leaf.id.description, entry["kind"] == leaf.kind,
            recorded?["at"] == leaf.at.description,
            recorded?["by"] == leaf.by
        else { return fail("entry \(position) is not what its leaf says, or is there twice") }
        guard let payload = verifier.payload(position) else {
            // A stub has no type; what has one, and no opening, is disclosed in part.
            if entry["type"] != nil { unlike += 1 }
            return
        }
        guard entry["type"] == payload["type"]?.string else {
            return fail("entry \(position) is of another type than its opening")
        }
        guard let schema = payload["schema"]?.integer,
            entry["schema"] == String(schema),
            let words = words(of: payload, correctedBy: entry.all("correctedBy"))
        else {
            unlike += 1
            return
        }
        guard entry.children.allSatisfy({ isFound($0, words) }) else {
            return fail("entry \(position) has a value that is in none of its openings")
        }
        compared += 1
    }

    /// Every value of an opening and of its corrections; nil when one of these is not opened.
    private func words(of payload: JSON, correctedBy: [XMLElement]) -> Set<[UInt8]>? {
        var words: Set<[UInt8]> = [Array("unknown".utf8)]
        collect(payload, into: &words)
        for correction in correctedBy {
            guard let position = correction["entry"].flatMap({ positions[$0] }),
                let payload = verifier.payload(position)
            else { return nil }
            collect(payload, into: &words)
        }
        return words
    }

    private func collect(_ json: JSON, into words: inout Set<[UInt8]>) {
        switch json {
        case .null: break
        case .bool(let value): words.insert(Array("\(value)".utf8))
        case .number(let number):
            words.insert(Array(number.utf8))
            if let integer = json.integer { words.insert(Array(String(integer).utf8)) }
        case .string(let text):
            let legal = XMLText.legal(text)
            words.insert(Array(legal.utf8))
            // NHS numbers are written without the spaces and hyphens that people put in.
            words.insert(legal.utf8.filter { $0 != 32 && $0 != 45 })
        case .array(let elements): for element in elements { collect(element, into: &words) }
        case .object(let members): for member in members { collect(member.value, into: &words) }
        }
    }

    private func isFound(_ element: XMLElement, _ words: Set<[UInt8]>) -> Bool {
        if RecordReading.reworded.contains(element.name) { return true }
        guard element.children.isEmpty else {
            return XMLText.isBlank(element.text)
                && element.children.allSatisfy { isFound($0, words) }
        }
        return XMLText.isBlank(element.text) || words.contains(Array(element.text.utf8))
    }
}
