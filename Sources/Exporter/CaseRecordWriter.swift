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
    /// Where the entries of this document stand, by identifier.
    let positions: [Identifier: Int64]
    /// Codebooks whose codes were written.
    var used: Set<Codebook.Name> = []

    init(_ document: CaseRecordDocument, _ xml: XMLWriter) {
        self.xml = xml
        self.document = document
        let entries = document.lines.map(\.standing.entry)
        let positions = Dictionary(entries.map { ($0.id, $0.position) }) { first, _ in first }
        self.positions = positions
        reading = Reading(codebooks: document.codebooks) { positions[$0] }
    }

    mutating func write() throws(XMLError) {
        try xml.start("caseRecord", namespace: CaseRecordDocument.namespace)
        try xml.attribute("version", "1")
        try writeHeader()
        try writePeople()
        try xml.start("entries")
        try xml.attribute("count", document.lines.count)
        for line in document.lines { try write(line) }
        try xml.end()
        try writeCodebooks()
        try xml.end()
    }

    private func writeHeader() throws(XMLError) {
        let header = document.header
        try xml.start("header")
        try xml.start("record")
        try xml.attribute("id", header.recordID.description)
        try xml.attribute("name", header.recordName)
        try xml.end()
        try xml.start("case")
        try xml.attribute("id", header.caseID.description)
        try xml.attribute("reference", header.caseReference)
        try xml.end()
        try xml.element("asOf", header.asOf?.description)
        try xml.element("knownAt", header.knownAt?.description)
        try xml.start("log")
        try xml.attribute("throughPosition", header.throughPosition)
        try xml.attribute("treeSize", header.treeSize)
        try xml.attribute("root", header.root)
        try xml.end()
        try xml.element("exportedBy", header.exportedBy)
        try xml.element("recipient", header.recipient)
        try xml.element("purpose", header.purpose)
        try xml.element("basis", header.basis)
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

    /// The people as they stand: entries in error add nobody, amended ones count as amended.
    private mutating func writePeople() throws(XMLError) {
        try xml.start("people")
        for person in CasePerson.all(in: document.lines) {
            try xml.start("person")
            try xml.attribute("label", person.label)
            try xml.attribute("position", person.position)
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
