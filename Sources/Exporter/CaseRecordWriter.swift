import CaseModel
import Values
import XMLKit

/// Writes a `CaseRecordDocument` in the order that `Exports/case-record/case-record.xsd` fixes.
///
/// It decides nothing: what it is given is what it writes. It knows the catalogue, no type in
/// particular but those that tell of a person.
struct CaseRecordWriter {
    let xml: XMLWriter
    let document: CaseRecordDocument
    let reading: Reading
    /// Which of the document's entries it is, from 1, by identifier and by position in the log.
    let numbers: [Identifier: Int]
    let numbersAt: [Int64: Int]
    /// Codebooks whose codes were written.
    var used: Set<Codebook.Name> = []

    init(_ document: CaseRecordDocument, _ xml: XMLWriter) {
        self.xml = xml
        self.document = document
        let entries = document.lines.map(\.standing.entry)
        let numbers = Dictionary(
            zip(entries.map(\.id), 1...),
            uniquingKeysWith: { first, _ in first }
        )
        self.numbers = numbers
        numbersAt = Dictionary(zip(entries.map(\.position), 1...)) { first, _ in first }
        reading = Reading(codebooks: document.codebooks) { numbers[$0].map { Int64($0) } }
    }

    mutating func write() throws(XMLError) {
        try xml.start("caseRecord", namespace: CaseRecordDocument.namespace)
        try xml.attribute("version", "1")
        try document.header.write(to: xml, ofCase: true)
        try writeStaff()
        try writePeople()
        try writeState()
        try xml.start("entries")
        try xml.attribute("count", document.lines.count)
        for (index, line) in document.lines.enumerated() { try write(line, number: index + 1) }
        try xml.end()
        try writeCodebooks()
        try xml.end()
    }

    /// Only books whose codes stand in the document: the others say nothing about it.
    private func writeCodebooks() throws(XMLError) {
        try xml.start("codebooks")
        for book in document.codebooks.all where used.contains(book.name) {
            try xml.start("codebook")
            try xml.attribute("name", book.name.rawValue)
            try xml.attribute("version", book.version)
            try xml.attribute("source", book.source)
            try xml.end()
        }
        try xml.end()
    }

    /// Those who are named in the document, in the order of their pseudonyms.
    private func writeStaff() throws(XMLError) {
        var named: Set<String> = [document.header.exportedBy]
        for line in document.lines {
            named.insert(line.standing.entry.by)
            guard let payload = line.standing.payload, let spec = line.standing.type?.spec else {
                continue
            }
            if let other = payload.onBehalfOf { named.insert(other) }
            for field in spec.fields {
                switch field.kind {
                case .staff: if let one = payload.data[field.name]?.string { named.insert(one) }
                case .staffList: named.formUnion(payload.data[field.name]?.strings ?? [])
                default: continue
                }
            }
        }
        try StaffSection.write(document.staff, named: named, to: xml)
    }

    /// The people as they stand: entries in error add nobody, amended ones count as amended.
    private mutating func writePeople() throws(XMLError) {
        try xml.start("people")
        for person in CasePerson.all(in: document.lines) {
            try xml.start("person")
            try xml.attribute("label", person.label)
            if let number = numbersAt[person.position] { try xml.attribute("entry", number) }
            try xml.element("role", person.role)
            try xml.element("name", person.name)
            try xml.element("born", person.born)
            try xml.element("ageYears", person.ageYears.map { String($0) })
            try write(relationship: person)
            try xml.element("nhsNumber", person.nhsNumber)
            try xml.element("inHousehold", person.inHousehold.map { $0 ? "true" : "false" })
            try xml.end()
        }
        try xml.end()
    }

    private mutating func write(relationship person: CasePerson) throws(XMLError) {
        guard let code = person.relationship, !TypedValue.isBlank(code),
            let value = TypedValue(
                .string(code),
                as: .code(.relationships),
                document.codebooks
            )
        else { return }
        used.insert(.relationships)
        try write(value, "relationship", named: nil)
    }
}
