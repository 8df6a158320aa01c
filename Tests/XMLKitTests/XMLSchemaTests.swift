import Foundation
import Testing
import XMLKit

@Suite struct XMLSchemaTests {
    private let folder: Folder
    private let schema: XMLSchema

    init() throws {
        folder = try Folder()
        schema = try XMLSchema(file: folder.file("notes.xsd", XMLSchemaTests.notes))
    }

    @Test func `a valid document has no faults`() throws {
        let path = try folder.file(
            "good.xml",
            "<notes xmlns='urn:n'><n day='2026-11-22'>x</n></notes>"
        )
        #expect(try schema.validate(file: path) == [])
        #expect(try schema.validate(Array("<notes xmlns='urn:n'><n>x</n></notes>".utf8)) == [])
    }

    @Test func `faults come in order, with line, column and file`() throws {
        let path = try folder.file(
            "bad.xml",
            """
            <notes xmlns='urn:n'>
              <n day='2026-02-30'>x</n>
              <n size='abc'>y</n>
              <n/>
              <m>z</m>
            </notes>
            """
        )
        let faults = try schema.validate(file: path)
        #expect(faults.map(\.line) == [2, 3, 4, 5])
        #expect(faults.allSatisfy { $0.code == .invalid && $0.file == path && $0.column != nil })
        #expect(faults.first?.message.hasPrefix("Element 'n', attribute 'day'") == true)
        #expect(faults.last?.message.contains("not expected") == true)
    }

    @Test func `a fault never quotes a value`() throws {
        let secret = "Anna said: 'Element', it's {secret}: no"
        let long = String(repeating: secret, count: 9)
        let text = """
            <notes xmlns='urn:n'><n day="\(secret)">x</n><n size="\(secret)">x</n>\
            <n kind="\(secret)">x</n><n code="\(secret)">x</n><n fixed="\(secret)">x</n>\
            <n key="\(secret)">x</n><n key="\(secret)">x</n><n>\(long)</n></notes>
            """
        let faults = try schema.validate(Array(text.utf8))
        #expect(faults.count >= 7)
        for fault in faults {
            for word in ["Anna", "said", "secret", "it's", "no'"] {
                #expect(!fault.description.contains(word), "\(fault)")
            }
        }
    }

    @Test func `a document that is not XML is the last fault`() throws {
        let faults = try schema.validate(
            Array("<notes xmlns='urn:n'>\n<m/><n>x</n>\n</note>".utf8)
        )
        #expect(faults.map(\.code) == [.invalid, .malformed])
        #expect(faults.last?.line == 3)
    }

    @Test func `a document type is refused before it is read`() throws {
        let faults = try schema.validate(
            Array("<!DOCTYPE notes SYSTEM '/etc/passwd'>\n<notes xmlns='urn:n'/>".utf8)
        )
        #expect(faults.map(\.code) == [.doctype])
    }

    @Test func `too deep is refused while it streams`() throws {
        let text = String(repeating: "<notes xmlns='urn:n'>", count: 300)
        #expect(try schema.validate(Array(text.utf8)).last?.code == .tooDeep)
    }

    @Test func `what is empty is a fault when that is asked`() throws {
        let text = "<notes xmlns='urn:n'>\n<n/>\n<n size=''>x</n>\n<n> </n>\n<n size='1'/></notes>"
        let bytes = Array(text.utf8)
        let faults = try schema.validate(bytes, refusesEmpty: true).filter { $0.code == .empty }
        #expect(faults.map(\.line) == [2, 3, 4])
        #expect(
            faults.first?.message == "element 'n' has neither attributes nor content"
        )
        #expect(try schema.validate(bytes).allSatisfy { $0.code == .invalid })
    }

    @Test func `a location that a document names for its schema is not read`() throws {
        let other = try folder.file("other.xsd", XMLSchemaTests.notes)
        let text = """
            <notes xmlns='urn:n' xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance' \
            xsi:schemaLocation='urn:n \(other) urn:o http://127.0.0.1:9/x.xsd'><n>x</n></notes>
            """
        #expect(try schema.validate(Array(text.utf8)) == [])
    }

    @Test func `the faults of a document that is all wrong have an end`() throws {
        let text = "<notes xmlns='urn:n'>" + String(repeating: "<n/>", count: 10_000) + "</notes>"
        let faults = try schema.validate(Array(text.utf8))
        #expect(faults.count == 101)
        #expect(faults.last?.message == "there are more faults than the 100 before this one")
        #expect(faults.allSatisfy { $0.code == .invalid })
    }

    @Test func `a file that is not there is an error, not a fault`() throws {
        let error = #expect(throws: XMLError.self) {
            try schema.validate(file: folder.path + "/none.xml")
        }
        #expect(error?.code == .unavailable)
    }

    @Test func `one schema checks many documents at once`() async throws {
        let good = Array("<notes xmlns='urn:n'><n day='2026-11-22'>x</n></notes>".utf8)
        let bad = Array("<notes xmlns='urn:n'><n day='never'>x</n></notes>".utf8)
        let schema = schema
        let counts = try await withThrowingTaskGroup(of: Int.self) { group in
            for index in 0..<200 {
                group.addTask {
                    try schema.validate(index.isMultiple(of: 2) ? good : bad).count
                }
            }
            return try await group.reduce(into: 0) { $0 += $1 }
        }
        #expect(counts == 100)
    }

    // MARK: - Loading

    @Test func `a schema that is not one is an error with its line`() throws {
        let path = try folder.file(
            "bad.xsd",
            XMLSchemaTests.notes.replacing("xs:date", with: "xs:day")
        )
        let error = #expect(throws: XMLError.self) { try XMLSchema(file: path) }
        #expect(error?.code == .schema)
        #expect(error?.line != nil)
        let missing = #expect(throws: XMLError.self) {
            try XMLSchema(file: folder.path + "/none.xsd")
        }
        #expect(missing?.code == .unavailable)
    }

    @Test func `a schema includes others of its folder, also where a path has spaces`() throws {
        let main = try folder.file(
            "my schemas/main.xsd",
            including("types/more%20types.xsd")
        )
        _ = try folder.file("my schemas/types/more types.xsd", XMLSchemaTests.notes)
        let schema = try XMLSchema(file: main)
        #expect(try schema.validate(Array("<notes xmlns='urn:n'><n>x</n></notes>".utf8)) == [])
    }

    @Test(arguments: [
        "../outside.xsd", "http://127.0.0.1:9/x.xsd", "https://example.org/x.xsd",
        "ftp://127.0.0.1/x.xsd", "/etc/passwd", "file:///etc/passwd", "link.xsd",
    ])
    func `a schema that asks for anything else is refused`(_ location: String) throws {
        _ = try folder.file("outside.xsd", XMLSchemaTests.notes)
        for main in [including(location), importing(location)] {
            let path = try folder.file("inner/main.xsd", main)
            let link = folder.path + "/inner/link.xsd"
            try? FileManager.default.removeItem(atPath: link)
            try FileManager.default.createSymbolicLink(
                atPath: link,
                withDestinationPath: folder.path + "/outside.xsd"
            )
            let error = #expect(throws: XMLError.self) { try XMLSchema(file: path) }
            #expect(error?.code == .schema)
            #expect(error?.message.contains("not a file of its folder") == true)
        }
    }

    private func including(_ location: String) -> String {
        """
        <xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:n">
          <xs:include schemaLocation="\(location)"/>
        </xs:schema>
        """
    }

    private func importing(_ location: String) -> String {
        """
        <xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:m">
          <xs:import namespace="urn:n" schemaLocation="\(location)"/>
          <xs:element name="a" type="xs:string"/>
        </xs:schema>
        """
    }

    private static let notes = """
        <?xml version="1.0" encoding="UTF-8"?>
        <xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:n="urn:n"
                   targetNamespace="urn:n" elementFormDefault="qualified">
          <xs:element name="notes">
            <xs:complexType>
              <xs:sequence>
                <xs:element name="n" minOccurs="0" maxOccurs="unbounded">
                  <xs:complexType>
                    <xs:simpleContent>
                      <xs:extension base="n:short">
                        <xs:attribute name="day" type="xs:date"/>
                        <xs:attribute name="size" type="xs:int"/>
                        <xs:attribute name="fixed" type="xs:string" fixed="yes"/>
                        <xs:attribute name="key" type="xs:string"/>
                        <xs:attribute name="code">
                          <xs:simpleType>
                            <xs:restriction base="xs:string">
                              <xs:pattern value="[a-z]+"/>
                            </xs:restriction>
                          </xs:simpleType>
                        </xs:attribute>
                        <xs:attribute name="kind">
                          <xs:simpleType>
                            <xs:restriction base="xs:string">
                              <xs:enumeration value="a"/>
                            </xs:restriction>
                          </xs:simpleType>
                        </xs:attribute>
                      </xs:extension>
                    </xs:simpleContent>
                  </xs:complexType>
                </xs:element>
              </xs:sequence>
            </xs:complexType>
            <xs:unique name="u"><xs:selector xpath="n:n"/><xs:field xpath="@key"/></xs:unique>
          </xs:element>
          <xs:simpleType name="short">
            <xs:restriction base="xs:string">
              <xs:minLength value="1"/><xs:maxLength value="99"/>
            </xs:restriction>
          </xs:simpleType>
        </xs:schema>
        """
}
