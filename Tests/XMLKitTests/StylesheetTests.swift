import Foundation
import Testing
import XMLKit

/// Goal: a stylesheet makes a document of a document and does nothing else. Method: stylesheets that
/// try to read, write, fetch, tell the time, speak, loop or differ, each refused or without effect.
@Suite struct StylesheetTests {
    private let source = Array(#"<a xmlns="urn:a"><b n="2">x</b><b n="1">y</b></a>"#.utf8)

    @Test func `a stylesheet makes a document, the same each time`() throws {
        let sheet = try Stylesheet(
            bytes(
                #"""
                <xsl:template match="/"><out><xsl:for-each select="//a:b"><xsl:sort select="@n"/>
                <c><xsl:value-of select="."/></c></xsl:for-each></out></xsl:template>
                """#
            )
        )
        let first = try sheet.bytes(of: XMLTree(source))
        #expect(try sheet.bytes(of: XMLTree(source)) == first)
        let root = try XMLDocument(first).root
        #expect(root.children.map(\.text) == ["y", "x"])
    }

    @Test(arguments: ["import", "include"])
    func `modes and parameters reach templates of another file`(how: String) throws {
        let folder = try Folder()
        func sheet(_ body: String) -> String {
            "<xsl:stylesheet version='1.0' xmlns:xsl='http://www.w3.org/1999/XSL/Transform'>"
                + body + "</xsl:stylesheet>"
        }
        _ = try folder.file(
            "part.xsl",
            sheet(
                #"""
                <xsl:template match="*" mode="told"><xsl:param name="by">nobody</xsl:param>
                <told><xsl:value-of select="$by"/></told></xsl:template>
                """#
            )
        )
        let path = try folder.file(
            "whole.xsl",
            sheet(
                """
                <xsl:\(how) href="part.xsl"/><xsl:template match="/"><xsl:apply-templates \
                select="*" mode="told"><xsl:with-param name="by" select="'her'"/>\
                </xsl:apply-templates></xsl:template>
                """
            )
        )
        let root = try XMLDocument(Stylesheet(file: path).bytes(of: XMLTree(source))).root
        #expect(root.name == "told" && root.text == "her")
    }

    @Test func `functions of the engine are called with texts and give texts and truths`() throws {
        let functions = XPathFunctions(
            namespace: "urn:f",
            [
                .init("join", 2) { .text($0[0] + "+" + $0[1]) },
                .init("isLong", 1) { .truth($0[0].count > 3) },
            ]
        )
        let sheet = try Stylesheet(
            bytes(
                #"""
                <xsl:template match="/"><out a="{f:join(//a:b[1], 'z')}" b="{f:isLong('abc')}"
                  c="{not(f:isLong('abc'))}"/></xsl:template>
                """#
            ),
            functions: functions
        )
        let root = try XMLDocument(sheet.bytes(of: XMLTree(source))).root
        #expect(root["a"] == "x+z" && root["b"] == "false" && root["c"] == "true")
        let wrong = try Stylesheet(
            bytes(#"<xsl:template match="/"><out a="{f:join('a')}"/></xsl:template>"#),
            functions: functions
        )
        #expect(throws: XMLError.self) { try wrong.bytes(of: XMLTree(source)) }
    }

    @Test(arguments: [
        #"<xsl:template match="/"><out><xsl:copy-of select="document('CANARY')"/></out></xsl:template>"#,
        #"<xsl:template match="/"><out><xsl:copy-of select="document  ('CANARY')"/></out></xsl:template>"#,
        #"<xsl:template match="/"><out a="{string(document('CANARY'))}"/></xsl:template>"#,
        #"<xsl:template match="/"><out><xsl:copy-of select="document('http://localhost:1/x')"/></out></xsl:template>"#,
        #"<xsl:key name="k" match="document('CANARY')" use="."/><xsl:template match="/"><out/></xsl:template>"#,
        #"<xsl:include href="CANARY"/><xsl:template match="/"><out/></xsl:template>"#,
        #"<xsl:import href="http://localhost:1/x.xsl"/><xsl:template match="/"><out/></xsl:template>"#,
        #"<xsl:import href="../outside.xsl"/><xsl:template match="/"><out/></xsl:template>"#,
        #"<xsl:template match="/"><xsl:document href="WRITTEN"><out/></xsl:document></xsl:template>"#,
        #"<xsl:template match="/"><e:document href="WRITTEN" xsl:extension-element-prefixes="e"><out/></e:document></xsl:template>"#,
        #"<xsl:template match="/"><out><xsl:message>words</xsl:message></out></xsl:template>"#,
        #"<xsl:template match="/"><out a="{generate-id(.)}"/></xsl:template>"#,
        #"<xsl:template match="/"><out a="{system-property('xsl:vendor')}"/></xsl:template>"#,
        #"<xsl:template match="/"><out a="{unparsed-entity-uri('x')}"/></xsl:template>"#,
        #"<xsl:template match="/"><out a="{d:date-time()}"/></xsl:template>"#,
        #"<xsl:template match="/"><out a="{y:evaluate('1')}"/></xsl:template>"#,
        #"<xsl:template match="/"><out><xsl:for-each select="//a:b"><xsl:sort lang="de"/><c/></xsl:for-each></out></xsl:template>"#,
        #"<xsl:template match="/"><xsl:comment>c</xsl:comment></xsl:template>"#,
        #"<xsl:template match="/"><xsl:call-template name="loop"/></xsl:template><xsl:template name="loop"><xsl:call-template name="loop"/></xsl:template>"#,
    ])
    func `a stylesheet that reaches out or differs is refused`(body: String) throws {
        let folder = try Folder()
        let canary = folder.path + "/canary.xml"
        try Data("<secret>canary-words</secret>".utf8).write(to: URL(filePath: canary))
        let written = folder.path + "/written.xml"
        let path = folder.path + "/sheets/hostile.xsl"
        try FileManager.default.createDirectory(
            atPath: folder.path + "/sheets",
            withIntermediateDirectories: true
        )
        try Data("<xsl:stylesheet/>".utf8).write(to: URL(filePath: folder.path + "/outside.xsl"))
        let text = body.replacingOccurrences(of: "CANARY", with: canary)
            .replacingOccurrences(of: "WRITTEN", with: written)
        try Data(bytes(text)).write(to: URL(filePath: path))
        let error = #expect(throws: XMLError.self) {
            try Stylesheet(file: path).bytes(of: XMLTree(source))
        }
        #expect(error?.code == .stylesheet)
        #expect(error?.message.contains("canary-words") == false)
        #expect(!FileManager.default.fileExists(atPath: written))
    }

    @Test func `a stylesheet beside it may be included`() throws {
        let folder = try Folder()
        let path = folder.path + "/main.xsl"
        try Data(bytes(#"<xsl:include href="part.xsl"/>"#)).write(to: URL(filePath: path))
        try Data(bytes(#"<xsl:template match="/"><out>part</out></xsl:template>"#))
            .write(to: URL(filePath: folder.path + "/part.xsl"))
        let made = try Stylesheet(file: path).bytes(of: XMLTree(source))
        #expect(try XMLDocument(made).root.text == "part")
        // What is included is held to the same rules.
        try Data(bytes(#"<xsl:template match="/"><out a="{generate-id(.)}"/></xsl:template>"#))
            .write(to: URL(filePath: folder.path + "/part.xsl"))
        #expect(throws: XMLError.self) { try Stylesheet(file: path) }
    }

    @Test func `a document type in a stylesheet is refused`() {
        let text = #"<!DOCTYPE x [<!ENTITY e SYSTEM "/etc/hostname">]><x>&e;</x>"#
        #expect(throws: XMLError.self) { try Stylesheet(Array(text.utf8)) }
    }

    @Test func `what is wrong with a stylesheet is said in its author's terms`() throws {
        let error = #expect(throws: XMLError.self) {
            try Stylesheet(
                bytes(#"<xsl:template match="/"><xsl:value-of select="1 +"/></xsl:template>"#)
            )
        }
        #expect(error?.message.contains("1 +") == true, "\(error?.message ?? "")")
    }

    @Test func `many threads run one stylesheet`() async throws {
        let sheet = try Stylesheet(
            bytes(
                #"<xsl:template match="/"><out><xsl:copy-of select="//a:b"/></out></xsl:template>"#
            )
        )
        let source = source
        let made = try await withThrowingTaskGroup(of: [UInt8].self) { group in
            for _ in 0..<64 {
                group.addTask { try sheet.bytes(of: XMLTree(source)) }
            }
            return try await group.reduce(into: Set<[UInt8]>()) { $0.insert($1) }
        }
        #expect(made.count == 1)
    }

    private func bytes(_ body: String) -> [UInt8] {
        Array(
            """
            <xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
              xmlns:a="urn:a" xmlns:f="urn:f" xmlns:e="http://exslt.org/common"
              xmlns:d="http://exslt.org/dates-and-times" xmlns:y="http://exslt.org/dynamic"
              exclude-result-prefixes="a f e d y">\(body)</xsl:stylesheet>
            """.utf8
        )
    }
}
