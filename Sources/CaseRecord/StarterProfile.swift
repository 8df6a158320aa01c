import FoundationEssentials

/// A profile that passes its check and does one small thing, for an integration engineer to change:
/// a list of sessions with their dates.
enum StarterProfile {
    static func write(_ name: String, to folder: String) throws {
        let path = "\(folder)/\(name)"
        guard !name.isEmpty,
            name.utf8.allSatisfy({ (97...122).contains($0) || $0 == 45 || (48...57).contains($0) })
        else {
            throw RecordError(.invalid, "profile-name", "a profile's name is of a-z, 0-9 and -")
        }
        guard !FileManager.default.fileExists(atPath: path) else {
            throw RecordError(.refused, "file-exists", "there is a folder '\(path)' already")
        }
        try FileManager.default.createDirectory(
            atPath: "\(path)/samples",
            withIntermediateDirectories: true
        )
        for (file, text) in files(name) {
            try Data(text.utf8).write(to: URL(filePath: "\(path)/\(file)"))
        }
    }

    private static func files(_ name: String) -> [(String, String)] {
        [
            (
                "manifest.json",
                """
                {
                  "name": "\(name)",
                  "version": 1,
                  "title": "Sessions",
                  "purpose": "Says which sessions were held, and when.",
                  "input": "case-record",
                  "audience": "professional",
                  "of": null,
                  "forms": [
                    {
                      "ending": "xml",
                      "mediaType": "application/xml",
                      "method": "xml",
                      "stylesheet": "sessions.xsl",
                      "schema": "sessions.xsd",
                      "rules": "rules.sch"
                    }
                  ]
                }

                """
            ), ("sessions.xsl", stylesheet), ("sessions.xsd", schema), ("rules.sch", rules),
            ("samples/two.in.xml", input), ("samples/two.out.xml", output),
            ("broken.json", broken),
            (
                "README.md",
                """
                # \(name), version 1

                | element | from | rule |
                |---|---|---|
                | `sessions/@case` | `header/case/@reference` | |
                | `session/@entry` | `entry/@id` | each session held that counts |
                | `session` | `entry/happened` | as precise as it is known |

                """
            ),
        ]
    }

    private static let stylesheet = """
        <?xml version="1.0" encoding="UTF-8"?>
        <xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
          xmlns:c="urn:vigil:case-record:1" xmlns="urn:example:sessions" exclude-result-prefixes="c">
          <xsl:output method="xml" encoding="UTF-8" indent="yes"/>
          <xsl:template match="/">
            <sessions case="{c:caseRecord/c:header/c:case/@reference}">
              <xsl:for-each select="c:caseRecord/c:entries/c:entry[@type='session-held' and @standing!='in-error']">
                <session entry="{@id}"><xsl:value-of select="c:happened"/></session>
              </xsl:for-each>
            </sessions>
          </xsl:template>
        </xsl:stylesheet>

        """

    private static let schema = """
        <?xml version="1.0" encoding="UTF-8"?>
        <xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns="urn:example:sessions"
          targetNamespace="urn:example:sessions" elementFormDefault="qualified">
          <xs:element name="sessions">
            <xs:complexType>
              <xs:sequence>
                <xs:element name="session" minOccurs="0" maxOccurs="unbounded">
                  <xs:complexType>
                    <xs:simpleContent>
                      <xs:extension base="xs:string">
                        <xs:attribute name="entry" type="xs:string" use="required"/>
                      </xs:extension>
                    </xs:simpleContent>
                  </xs:complexType>
                </xs:element>
              </xs:sequence>
              <xs:attribute name="case" type="xs:string" use="required"/>
            </xs:complexType>
          </xs:element>
        </xs:schema>

        """

    private static let rules = """
        <?xml version="1.0" encoding="UTF-8"?>
        <schema xmlns="http://purl.oclc.org/dsdl/schematron" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
          xmlns:s="urn:example:sessions" xmlns:vigil="urn:vigil:rules:1" queryBinding="xslt">
          <ns prefix="s" uri="urn:example:sessions"/>
          <xsl:key name="session" match="s:session" use="@entry"/>
          <pattern>
            <rule context="s:session" vigil:entry="@entry">
              <assert id="SE-01" test="count(key('session', @entry)) = 1">a session stands there once</assert>
            </rule>
          </pattern>
        </schema>

        """

    private static let input = """
        <?xml version="1.0" encoding="UTF-8"?>
        <caseRecord xmlns="urn:vigil:case-record:1" version="1">
          <header>
            <record id="018f2d3c-5a7b-7000-8000-000000000000" name="Example service"/>
            <case id="018f2d3c-5a7b-7000-8000-000000000001" reference="C-0001"/>
            <log throughPosition="2" treeSize="2" root="47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="/>
            <exportedBy>s-guider</exportedBy>
          </header>
          <entries count="2">
            <entry number="1" id="018f2d3c-5a7b-7000-8000-000000000011" kind="entry" type="session-held" schema="1" standing="current" confidentiality="clinical">
              <title>Session held</title>
              <recorded at="2026-11-20T10:00:00.000Z" by="s-guider"/>
              <happened precision="date" from="2026-11-20T00:00:00.000Z" to="2026-11-20T23:59:59.999Z">2026-11-20</happened>
            </entry>
            <entry number="2" id="018f2d3c-5a7b-7000-8000-000000000012" kind="entry" type="session-held" schema="1" standing="current" confidentiality="clinical">
              <title>Session held</title>
              <recorded at="2026-11-22T10:00:00.000Z" by="s-guider"/>
              <happened precision="unknown" to="2026-11-22T10:00:00.000Z">unknown</happened>
            </entry>
          </entries>
        </caseRecord>

        """

    private static let output = """
        <?xml version="1.0" encoding="UTF-8"?>
        <sessions xmlns="urn:example:sessions" case="C-0001">
          <session entry="018f2d3c-5a7b-7000-8000-000000000011">2026-11-20</session>
          <session entry="018f2d3c-5a7b-7000-8000-000000000012">unknown</session>
        </sessions>

        """

    private static let broken = """
        [
          {"rule": "SE-01", "sample": "two", "why": "one session twice",
            "find": "000000000012", "put": "000000000011"},
          {"rule": "schema", "sample": "two", "why": "a session of no entry",
            "find": " entry=\\"018f2d3c-5a7b-7000-8000-000000000012\\"", "put": ""}
        ]

        """
}
