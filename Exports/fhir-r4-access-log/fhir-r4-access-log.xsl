<?xml version="1.0" encoding="UTF-8"?>
<!-- Looks at a case as a FHIR R4 collection: who and what is spoken of, one AuditEvent for each look, a List
     of them in their order with a table for people, and where it all comes from. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:a="urn:vigil:access-log:1"
  xmlns:v="urn:vigil:functions:1" xmlns="http://hl7.org/fhir" exclude-result-prefixes="a v">
  <xsl:output method="xml" encoding="UTF-8" indent="yes"/>

  <xsl:variable name="header" select="/a:accessLog/a:header"/>
  <xsl:variable name="record" select="$header/a:record/@id"/>
  <xsl:variable name="case" select="$header/a:case"/>
  <xsl:variable name="looks" select="/a:accessLog/a:looks/a:look"/>
  <xsl:variable name="document" select="$header/a:document/@id"/>
  <xsl:variable name="device" select="v:uuid($record, 'device')"/>
  <xsl:variable name="organization" select="v:uuid($record, 'organization')"/>
  <xsl:variable name="list" select="v:uuid($case/@id, concat('looks|', $document))"/>
  <xsl:key name="member" match="a:member" use="@id"/>

  <xsl:template match="/">
    <Bundle>
      <xsl:if test="$document">
        <id value="{$document}"/>
        <identifier>
          <system value="urn:ietf:rfc:3986"/>
          <value value="urn:uuid:{$document}"/>
        </identifier>
      </xsl:if>
      <type value="collection"/>
      <xsl:if test="$header/a:madeAt"><timestamp value="{$header/a:madeAt}"/></xsl:if>
      <entry>
        <fullUrl value="urn:uuid:{$list}"/>
        <resource><xsl:call-template name="list"/></resource>
      </entry>
      <xsl:for-each select="$looks">
        <entry>
          <fullUrl value="urn:uuid:{@id}"/>
          <resource><xsl:call-template name="event"/></resource>
        </entry>
      </xsl:for-each>
      <xsl:if test="$header/a:madeAt">
        <entry>
          <fullUrl value="urn:uuid:{v:uuid($list, 'provenance')}"/>
          <resource><xsl:call-template name="provenance"/></resource>
        </entry>
      </xsl:if>
      <!-- Who exported is spoken of by the provenance only. -->
      <xsl:for-each select="/a:accessLog/a:staff/a:member[$header/a:madeAt]">
        <entry>
          <fullUrl value="urn:uuid:{v:uuid($record, concat('practitioner|', @id))}"/>
          <resource><xsl:call-template name="practitioner"/></resource>
        </entry>
      </xsl:for-each>
      <entry>
        <fullUrl value="urn:uuid:{$organization}"/>
        <resource><xsl:call-template name="organization"/></resource>
      </entry>
      <entry>
        <fullUrl value="urn:uuid:{$device}"/>
        <resource>
          <Device>
            <id value="{$device}"/>
            <identifier>
              <system value="urn:ietf:rfc:3986"/>
              <value value="urn:uuid:{$record}"/>
            </identifier>
            <deviceName>
              <name value="Vigil, record {$header/a:record/@name}"/>
              <type value="user-friendly-name"/>
            </deviceName>
            <owner><reference value="urn:uuid:{$organization}"/></owner>
          </Device>
        </resource>
      </entry>
    </Bundle>
  </xsl:template>

  <!-- The list, for people and for those who count -->

  <xsl:template name="list">
    <List>
      <id value="{$list}"/>
      <text>
        <status value="generated"/>
        <div xmlns="http://www.w3.org/1999/xhtml">
          <p><xsl:call-template name="title"/><xsl:value-of select="concat(': ', count($looks), ' look')"/>
            <xsl:if test="count($looks) != 1">s</xsl:if>
            <xsl:value-of select="concat('. Log up to position ', $header/a:log/@throughPosition, ', root ', $header/a:log/@root, '.')"/></p>
          <xsl:if test="$looks">
            <table>
              <thead>
                <tr><th>No.</th><th>When</th><th>Who</th><th>What</th><th>Purpose</th><th>Details</th></tr>
              </thead>
              <tbody>
                <xsl:for-each select="$looks">
                  <tr>
                    <td><xsl:value-of select="@number"/></td>
                    <td><xsl:value-of select="@at"/></td>
                    <td><xsl:call-template name="who"/></td>
                    <td><xsl:call-template name="kind"/></td>
                    <td><xsl:value-of select="a:purpose"/><xsl:if test="not(a:purpose)">not named</xsl:if></td>
                    <td>
                      <xsl:for-each select="a:view|a:role|a:asOf|a:knownAt|a:until|a:positions|a:rule|a:reason|a:outcome">
                        <xsl:if test="position() > 1">; </xsl:if>
                        <xsl:call-template name="name"/>: <xsl:value-of select="."/>
                      </xsl:for-each>
                      <xsl:for-each select="a:alert">; look<xsl:if test="@look"> no. <xsl:value-of select="@look"/></xsl:if>
                        <xsl:if test="@event"> with id <xsl:value-of select="@event"/></xsl:if>
                      </xsl:for-each>
                      <xsl:if test="not(*[not(self::a:purpose)])">none</xsl:if>
                    </td>
                  </tr>
                </xsl:for-each>
              </tbody>
            </table>
          </xsl:if>
        </div>
      </text>
      <identifier>
        <system value="urn:ietf:rfc:3986"/>
        <value value="urn:uuid:{$case/@id}"/>
      </identifier>
      <status value="current"/>
      <mode value="snapshot"/>
      <title><xsl:attribute name="value"><xsl:call-template name="title"/></xsl:attribute></title>
      <xsl:if test="$header/a:madeAt"><date value="{$header/a:madeAt}"/></xsl:if>
      <source><reference value="urn:uuid:{$device}"/></source>
      <xsl:for-each select="$header/a:knownAt">
        <note><text value="Only looks recorded by {.}"/></note>
      </xsl:for-each>
      <xsl:for-each select="$header/a:from">
        <note><text value="Only looks from {.}"/></note>
      </xsl:for-each>
      <xsl:for-each select="$header/a:until">
        <note><text value="Only looks until {.}"/></note>
      </xsl:for-each>
      <xsl:for-each select="$looks">
        <entry>
          <item>
            <reference value="urn:uuid:{@id}"/>
            <type value="AuditEvent"/>
          </item>
        </entry>
      </xsl:for-each>
      <xsl:if test="not($looks)">
        <emptyReason>
          <coding>
            <system value="http://terminology.hl7.org/CodeSystem/list-empty-reason"/>
            <code value="nilknown"/>
            <display value="Nil Known"/>
          </coding>
          <text value="The log holds no look of the kind that was asked for"/>
        </emptyReason>
      </xsl:if>
    </List>
  </xsl:template>

  <xsl:template name="title">Looks at case <xsl:value-of select="$case/@reference"/></xsl:template>

  <xsl:template name="who">
    <xsl:value-of select="key('member', @by)/a:name"/>
    <xsl:if test="key('member', @by)"><xsl:text> </xsl:text></xsl:if>
    <xsl:text>(</xsl:text><xsl:value-of select="@by"/><xsl:text>)</xsl:text>
  </xsl:template>

  <xsl:template name="kind">
    <xsl:choose>
      <xsl:when test="@kind = 'viewed'">Viewed</xsl:when>
      <xsl:when test="@kind = 'searched'">Found by a search</xsl:when>
      <xsl:when test="@kind = 'refused'">Refused</xsl:when>
      <xsl:when test="@kind = 'emergency'">Emergency access used</xsl:when>
      <xsl:when test="@kind = 'alert-reviewed'">Alert reviewed</xsl:when>
      <xsl:otherwise>Cannot be read</xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:template name="name">
    <xsl:choose>
      <xsl:when test="self::a:asOf">as of</xsl:when>
      <xsl:when test="self::a:knownAt">known at</xsl:when>
      <xsl:otherwise><xsl:value-of select="local-name()"/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- One look -->

  <xsl:template name="event">
    <AuditEvent>
      <id value="{@id}"/>
      <xsl:choose>
        <xsl:when test="@kind = 'emergency'">
          <type>
            <system value="http://dicom.nema.org/resources/ontology/DCM"/>
            <code value="110113"/>
            <display value="Security Alert"/>
          </type>
          <subtype>
            <system value="http://dicom.nema.org/resources/ontology/DCM"/>
            <code value="110127"/>
            <display value="Emergency Override Started"/>
          </subtype>
        </xsl:when>
        <xsl:when test="@kind = 'alert-reviewed'">
          <type>
            <system value="http://dicom.nema.org/resources/ontology/DCM"/>
            <code value="110101"/>
            <display value="Audit Log Used"/>
          </type>
        </xsl:when>
        <xsl:when test="@kind = 'not-readable'">
          <type>
            <system value="urn:vigil:access-log:1"/>
            <code value="not-readable"/>
            <display value="Cannot be read"/>
          </type>
        </xsl:when>
        <xsl:otherwise>
          <type>
            <system value="http://terminology.hl7.org/CodeSystem/audit-event-type"/>
            <code value="rest"/>
            <display value="RESTful Operation"/>
          </type>
          <subtype>
            <system value="http://hl7.org/fhir/restful-interaction"/>
            <xsl:choose>
              <xsl:when test="@kind = 'searched'"><code value="search"/><display value="search"/></xsl:when>
              <xsl:otherwise><code value="read"/><display value="read"/></xsl:otherwise>
            </xsl:choose>
          </subtype>
        </xsl:otherwise>
      </xsl:choose>
      <xsl:if test="@kind != 'not-readable'">
        <subtype>
          <system value="urn:vigil:access-log:1"/>
          <code value="{@kind}"/>
          <display><xsl:attribute name="value"><xsl:call-template name="kind"/></xsl:attribute></display>
        </subtype>
        <action>
          <xsl:attribute name="value">
            <xsl:choose>
              <xsl:when test="@kind = 'searched' or @kind = 'emergency'">E</xsl:when>
              <xsl:otherwise>R</xsl:otherwise>
            </xsl:choose>
          </xsl:attribute>
        </action>
      </xsl:if>
      <recorded value="{@at}"/>
      <xsl:choose>
        <xsl:when test="@kind = 'refused'"><outcome value="8"/></xsl:when>
        <xsl:when test="@kind != 'not-readable'"><outcome value="0"/></xsl:when>
      </xsl:choose>
      <xsl:if test="a:rule"><outcomeDesc value="{a:rule}"/></xsl:if>
      <xsl:if test="@kind = 'emergency'">
        <purposeOfEvent>
          <coding>
            <system value="http://terminology.hl7.org/CodeSystem/v3-ActReason"/>
            <code value="BTG"/>
            <display value="break the glass"/>
          </coding>
          <xsl:if test="a:reason"><text value="{a:reason}"/></xsl:if>
        </purposeOfEvent>
      </xsl:if>
      <xsl:for-each select="a:purpose"><xsl:call-template name="purpose"/></xsl:for-each>
      <agent>
        <type>
          <coding>
            <system value="http://terminology.hl7.org/CodeSystem/extra-security-role-type"/>
            <code value="humanuser"/>
            <display value="human user"/>
          </coding>
        </type>
        <xsl:variable name="member" select="key('member', @by)"/>
        <xsl:for-each select="a:role"><xsl:call-template name="role"/></xsl:for-each>
        <xsl:if test="not(a:role)">
          <xsl:for-each select="$member/a:role"><xsl:call-template name="role"/></xsl:for-each>
        </xsl:if>
        <xsl:call-template name="person"><xsl:with-param name="element" select="'who'"/><xsl:with-param name="by" select="@by"/></xsl:call-template>
        <altId value="{@by}"/>
        <xsl:if test="$member"><name value="{$member/a:name}"/></xsl:if>
        <requestor value="true"/>
      </agent>
      <source>
        <site value="{$header/a:record/@name}"/>
        <observer><reference value="urn:uuid:{$device}"/></observer>
        <type>
          <system value="http://terminology.hl7.org/CodeSystem/security-source-type"/>
          <code value="4"/>
          <display value="Application Server"/>
        </type>
      </source>
      <xsl:if test="@kind = 'alert-reviewed'"><xsl:call-template name="alert"/></xsl:if>
      <entity>
        <what>
          <identifier>
            <system value="urn:ietf:rfc:3986"/>
            <value value="urn:uuid:{$case/@id}"/>
          </identifier>
          <display value="{$case/@reference}"/>
        </what>
        <type>
          <system value="http://terminology.hl7.org/CodeSystem/audit-entity-type"/>
          <code value="2"/>
          <display value="System Object"/>
        </type>
        <role>
          <system value="http://terminology.hl7.org/CodeSystem/object-role"/>
          <code value="4"/>
          <display value="Domain Resource"/>
        </role>
        <xsl:if test="@kind = 'viewed' or @kind = 'searched'">
          <lifecycle>
            <system value="http://terminology.hl7.org/CodeSystem/dicom-audit-lifecycle"/>
            <code value="6"/>
            <display value="Access / Use"/>
          </lifecycle>
        </xsl:if>
        <name value="{$case/@reference}"/>
        <xsl:for-each select="a:view|a:asOf|a:knownAt|a:until|a:positions">
          <detail><type value="{local-name()}"/><valueString value="{.}"/></detail>
        </xsl:for-each>
      </entity>
    </AuditEvent>
  </xsl:template>

  <!-- The look that was reviewed, and what was found -->
  <xsl:template name="alert">
    <entity>
      <xsl:variable name="look" select="a:alert/@look"/>
      <xsl:choose>
        <xsl:when test="$look">
          <what>
            <reference value="urn:uuid:{$looks[@number = $look]/@id}"/>
            <type value="AuditEvent"/>
          </what>
        </xsl:when>
        <xsl:when test="a:alert/@event">
          <what>
            <type value="AuditEvent"/>
            <identifier>
              <system value="urn:ietf:rfc:3986"/>
              <value value="urn:uuid:{a:alert/@event}"/>
            </identifier>
          </what>
        </xsl:when>
      </xsl:choose>
      <type>
        <system value="http://terminology.hl7.org/CodeSystem/audit-entity-type"/>
        <code value="2"/>
        <display value="System Object"/>
      </type>
      <role>
        <system value="http://terminology.hl7.org/CodeSystem/object-role"/>
        <code value="13"/>
        <display value="Security Resource"/>
      </role>
      <xsl:for-each select="a:outcome|a:reason">
        <detail><type value="{local-name()}"/><valueString value="{.}"/></detail>
      </xsl:for-each>
    </entity>
  </xsl:template>

  <!-- HL7's code where one fits, ours always -->
  <xsl:template name="purpose">
    <xsl:param name="element" select="'purposeOfEvent'"/>
    <xsl:element name="{$element}">
      <xsl:variable name="code">
        <xsl:choose>
          <xsl:when test=". = 'direct-care'">TREAT treatment</xsl:when>
          <xsl:when test=". = 'subject-access'">PATRQT patient requested</xsl:when>
          <xsl:when test=". = 'research'">HRESCH healthcare research</xsl:when>
          <xsl:when test=". = 'training'">TRAIN training</xsl:when>
          <xsl:when test=". = 'technical'">HSYSADMIN health system administration</xsl:when>
        </xsl:choose>
      </xsl:variable>
      <xsl:if test="string($code)">
        <coding>
          <system value="http://terminology.hl7.org/CodeSystem/v3-ActReason"/>
          <code value="{substring-before($code, ' ')}"/>
          <display value="{substring-after($code, ' ')}"/>
        </coding>
      </xsl:if>
      <coding>
        <system value="urn:vigil:purpose:1"/>
        <code value="{.}"/>
      </coding>
    </xsl:element>
  </xsl:template>

  <xsl:template name="role">
    <role>
      <coding>
        <system value="urn:vigil:role:1"/>
        <code value="{.}"/>
      </coding>
    </role>
  </xsl:template>

  <!-- A member of staff: the Practitioner of the document, or the pseudonym of somebody who is not in it -->
  <xsl:template name="person">
    <xsl:param name="element"/>
    <xsl:param name="by"/>
    <xsl:element name="{$element}">
      <xsl:choose>
        <xsl:when test="key('member', $by)">
          <reference value="urn:uuid:{v:uuid($record, concat('practitioner|', $by))}"/>
          <type value="Practitioner"/>
        </xsl:when>
        <xsl:otherwise>
          <type value="Practitioner"/>
          <identifier><system value="urn:uuid:{$record}"/><value value="{$by}"/></identifier>
        </xsl:otherwise>
      </xsl:choose>
    </xsl:element>
  </xsl:template>

  <!-- Where it comes from -->

  <xsl:template name="provenance">
    <Provenance>
      <id value="{v:uuid($list, 'provenance')}"/>
      <target>
        <reference value="urn:uuid:{$list}"/>
        <type value="List"/>
      </target>
      <recorded value="{$header/a:madeAt}"/>
      <xsl:for-each select="$header/a:purpose">
        <xsl:call-template name="purpose"><xsl:with-param name="element" select="'reason'"/></xsl:call-template>
      </xsl:for-each>
      <xsl:for-each select="$header/a:basis"><reason><text value="Lawful basis: {.}"/></reason></xsl:for-each>
      <agent>
        <type>
          <coding>
            <system value="http://terminology.hl7.org/CodeSystem/provenance-participant-type"/>
            <code value="author"/>
            <display value="Author"/>
          </coding>
        </type>
        <xsl:call-template name="person"><xsl:with-param name="element" select="'who'"/><xsl:with-param name="by" select="$header/a:exportedBy"/></xsl:call-template>
        <onBehalfOf><reference value="urn:uuid:{$organization}"/></onBehalfOf>
      </agent>
      <agent>
        <type>
          <coding>
            <system value="http://terminology.hl7.org/CodeSystem/provenance-participant-type"/>
            <code value="assembler"/>
            <display value="Assembler"/>
          </coding>
        </type>
        <who><reference value="urn:uuid:{$device}"/></who>
      </agent>
      <xsl:if test="$header/a:recipient">
        <agent>
          <type><text value="recipient"/></type>
          <who><display value="{$header/a:recipient}"/></who>
        </agent>
      </xsl:if>
      <xsl:for-each select="$header/a:replaces">
        <entity>
          <role value="revision"/>
          <what>
            <type value="Bundle"/>
            <identifier>
              <system value="urn:ietf:rfc:3986"/>
              <value value="urn:uuid:{@document}"/>
            </identifier>
            <display value="SHA-256 {@sha256}"/>
          </what>
        </entity>
      </xsl:for-each>
      <entity>
        <role value="source"/>
        <what>
          <identifier>
            <system value="urn:uuid:{$record}"/>
            <value value="{$header/a:log/@treeSize} {$header/a:log/@root}"/>
          </identifier>
          <display value="Size and RFC 6962 root of the log"/>
        </what>
      </entity>
    </Provenance>
  </xsl:template>

  <!-- Who and what is spoken of -->

  <xsl:template name="practitioner">
    <Practitioner>
      <id value="{v:uuid($record, concat('practitioner|', @id))}"/>
      <identifier>
        <system value="urn:uuid:{$record}"/>
        <value value="{@id}"/>
      </identifier>
      <xsl:for-each select="a:registration">
        <identifier>
          <type><text value="registration"/></type>
          <value value="{.}"/>
        </identifier>
      </xsl:for-each>
      <name><text value="{a:name}"/></name>
    </Practitioner>
  </xsl:template>

  <xsl:template name="organization">
    <Organization>
      <id value="{$organization}"/>
      <identifier>
        <xsl:choose>
          <xsl:when test="$header/a:organization/@ods">
            <system value="https://fhir.nhs.uk/Id/ods-organization-code"/>
            <value value="{$header/a:organization/@ods}"/>
          </xsl:when>
          <xsl:otherwise>
            <system value="urn:ietf:rfc:3986"/>
            <value value="urn:uuid:{$record}"/>
          </xsl:otherwise>
        </xsl:choose>
      </identifier>
      <name>
        <xsl:attribute name="value">
          <xsl:value-of select="$header/a:organization/@name"/>
          <xsl:if test="not($header/a:organization)"><xsl:value-of select="$header/a:record/@name"/></xsl:if>
        </xsl:attribute>
      </name>
    </Organization>
  </xsl:template>
</xsl:stylesheet>
