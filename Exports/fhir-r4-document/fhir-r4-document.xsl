<?xml version="1.0" encoding="UTF-8"?>
<!--
  Case record to a FHIR R4 document: a Bundle whose first entry is the Composition. Here are the Bundle, the
  Composition, and what the case has without an entry of its own; entries.xsl makes a resource of each entry,
  sections.xsl says which, and narrative.xsl writes what people read.
-->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns="http://hl7.org/fhir"
  xmlns:c="urn:vigil:case-record:1" xmlns:v="urn:vigil:functions:1" xmlns:exsl="http://exslt.org/common"
  exclude-result-prefixes="c v exsl">
  <xsl:include href="sections.xsl"/>
  <xsl:include href="narrative.xsl"/>
  <xsl:include href="entries.xsl"/>
  <!-- One line for each entry of the Bundle, and of the narrative: half the nodes of an indented document, to be read twice as fast. -->
  <xsl:output method="xml" encoding="UTF-8" indent="no"/>

  <xsl:key name="entry" match="/c:caseRecord/c:entries/c:entry" use="@number"/>
  <xsl:key name="type" match="/c:caseRecord/c:entries/c:entry" use="string(@type)"/>
  <xsl:key name="member" match="/c:caseRecord/c:staff/c:member" use="@id"/>
  <xsl:key name="person" match="/c:caseRecord/c:people/c:person" use="@label"/>
  <xsl:key name="recorder" match="/c:caseRecord/c:entries/c:entry/c:recorded" use="@by"/>
  <!-- The entries that bring a thing into the case, and what the case holds of it. -->
  <xsl:key name="thing" match="/c:caseRecord/c:entries/c:entry[@standing != 'in-error']" use="concat(c:data/c:label/@thing, '|', c:data/c:label)"/>
  <xsl:key name="state" match="/c:caseRecord/c:state/*" use="concat(local-name(), '|', @label)"/>
  <xsl:key name="revision" match="/c:caseRecord/c:entries/c:entry[@type = 'goal-revised' and @standing != 'in-error']" use="c:data/c:reference[@name = 'goal']"/>
  <xsl:key name="said" match="/c:caseRecord/c:entries/c:entry[@type = 'utterance-recorded' and @standing != 'in-error']" 
    use="c:data[c:milliseconds[@name = 'startMs'] and c:milliseconds[@name = 'endMs'] and c:text[@name = 'words']]/c:reference[@name = 'review']"/>
  <xsl:key name="words" match="/words" use="@of"/>
  <xsl:key name="url" match="/id" use="@of"/>

  <xsl:variable name="root" select="/"/>
  <xsl:variable name="header" select="/c:caseRecord/c:header"/>
  <xsl:variable name="state" select="/c:caseRecord/c:state"/>
  <xsl:variable name="entries" select="/c:caseRecord/c:entries/c:entry"/>
  <xsl:variable name="about" select="key('person', $header/c:about/@person)"/>
  <xsl:variable name="organization">
    <xsl:choose>
      <xsl:when test="$header/c:organization/@name"><xsl:value-of select="$header/c:organization/@name"/></xsl:when>
      <xsl:otherwise><xsl:value-of select="$header/c:record/@name"/></xsl:otherwise>
    </xsl:choose>
  </xsl:variable>
  <xsl:variable name="profile" select="'https://fhir.hl7.org.uk/StructureDefinition/UKCore-'"/>
  <xsl:variable name="absent" select="'http://hl7.org/fhir/StructureDefinition/data-absent-reason'"/>
  <xsl:variable name="local" select="'urn:vigil:fhir:'"/>

  <!-- Entries whose type no section lists, or that have none. Mostly there are none, and counting is quicker than looking. -->
  <xsl:variable name="listed">
    <xsl:for-each select="$sections/section/type"><xsl:value-of select="concat('|', ., '| ')"/></xsl:for-each>
  </xsl:variable>
  <xsl:variable name="listed-types" select="string($listed)"/>
  <xsl:variable name="counts">
    <xsl:for-each select="$sections/section/type">
      <xsl:variable name="type" select="string(.)"/>
      <xsl:for-each select="$root"><count xmlns=""><xsl:value-of select="count(key('type', $type))"/></count></xsl:for-each>
    </xsl:for-each>
  </xsl:variable>
  <xsl:variable name="others" select="/c:caseRecord[sum(exsl:node-set($counts)/count) != count($entries)]
    /c:entries/c:entry[not(contains($listed-types, concat('|', @type, '|')))]"/>

  <!-- The fullUrl of everything, made once: UUIDs of version 5 in the case's id, those of staff in the record's. -->
  <xsl:variable name="ids-fragment">
    <xsl:variable name="case" select="$header/c:case/@id"/>
    <xsl:variable name="record" select="$header/c:record/@id"/>
    <id of="composition" url="urn:uuid:{v:uuid($case, concat('fhir|composition|', $header/c:document/@id))}" xmlns=""/>
    <id of="origin" url="urn:uuid:{v:uuid($case, concat('fhir|origin|', $header/c:document/@id))}" xmlns=""/>
    <id of="episode" url="urn:uuid:{v:uuid($case, 'fhir|episode')}" xmlns=""/>
    <id of="plan" url="urn:uuid:{v:uuid($case, 'fhir|plan')}" xmlns=""/>
    <id of="organization" url="urn:uuid:{v:uuid($record, 'fhir|organization')}" xmlns=""/>
    <id of="patient" url="urn:uuid:{v:uuid($case, concat('fhir|person|', $header/c:about/@person))}" xmlns=""/>
    <xsl:for-each select="/c:caseRecord/c:people/c:person">
      <id of="person|{@label}" url="urn:uuid:{v:uuid($case, concat('fhir|person|', @label))}" xmlns=""/>
    </xsl:for-each>
    <xsl:for-each select="/c:caseRecord/c:staff/c:member">
      <id of="staff|{@id}" url="urn:uuid:{v:uuid($record, concat('fhir|staff|', @id))}" xmlns=""/>
      <id of="post|{@id}" url="urn:uuid:{v:uuid($record, concat('fhir|post|', @id))}" xmlns=""/>
    </xsl:for-each>
    <xsl:for-each select="$strangers">
      <id of="staff|{.}" url="urn:uuid:{v:uuid($record, concat('fhir|staff|', .))}" xmlns=""/>
    </xsl:for-each>
    <xsl:for-each select="$state/c:consent">
      <id of="consent|{position()}" url="urn:uuid:{v:uuid($case, concat('fhir|consent|', @scope, '|', @person, '|', @giver, '|', @film))}" xmlns=""/>
    </xsl:for-each>
    <xsl:for-each select="$state/c:risk">
      <id of="flag|{@label}" url="urn:uuid:{v:uuid($case, concat('fhir|flag|', @label))}" xmlns=""/>
    </xsl:for-each>
    <xsl:for-each select="$entries">
      <id of="{@number}" url="urn:uuid:{v:uuid($case, concat('fhir|entry|', @id))}" xmlns=""/>
    </xsl:for-each>
  </xsl:variable>
  <xsl:variable name="ids" select="exsl:node-set($ids-fragment)"/>
  <!-- What nearly every resource refers to. -->
  <xsl:variable name="patient-url" select="string($ids/id[@of = 'patient'][1]/@url)"/>
  <xsl:variable name="organization-url" select="string($ids/id[@of = 'organization'][1]/@url)"/>
  <xsl:variable name="episode-url" select="string($ids/id[@of = 'episode'][1]/@url)"/>

  <!-- Who recorded or exported, and is known by the pseudonym only. -->
  <xsl:variable name="strangers" select="$entries/c:recorded[not(key('member', @by))][count(. | key('recorder', @by)[1]) = 1]/@by
    | $header/c:exportedBy[not(key('member', .)) and not(key('recorder', .))]"/>
  <!-- Reviews of which something was said at a known place. -->
  <xsl:variable name="transcribed" select="key('type', 'shared-review-held')[@standing != 'in-error' and c:data/c:label]
    [count(. | key('thing', concat('review|', c:data/c:label))[1]) = 1]
    [key('said', c:data/c:label)]"/>
  <xsl:variable name="corrected" select="$entries[@standing = 'amended' or (@standing = 'in-error' and c:correctedBy)]"/>

  <xsl:template match="/">
    <Bundle>
      <id value="{$header/c:document/@id}"/>
      <identifier>
        <system value="urn:ietf:rfc:3986"/>
        <value value="urn:uuid:{$header/c:document/@id}"/>
      </identifier>
      <type value="document"/>
      <xsl:call-template name="made"><xsl:with-param name="as" select="'timestamp'"/></xsl:call-template>
      <xsl:text>&#10;</xsl:text>
      <entry>
        <fullUrl value="{$ids/id[@of = 'composition']/@url}"/>
        <resource><xsl:call-template name="composition"/></resource>
      </entry>
      <xsl:call-template name="people-and-places"/>
      <xsl:call-template name="standings"/>
      <xsl:for-each select="$sections/section/type">
        <xsl:variable name="type" select="string(.)"/>
        <xsl:variable name="resource" select="@resource"/>
        <xsl:for-each select="$root">
          <xsl:call-template name="resources">
            <xsl:with-param name="rows" select="key('type', $type)"/>
            <xsl:with-param name="resource" select="$resource"/>
          </xsl:call-template>
        </xsl:for-each>
      </xsl:for-each>
      <xsl:call-template name="resources">
        <xsl:with-param name="rows" select="$others"/>
        <xsl:with-param name="resource" select="'Basic'"/>
      </xsl:call-template>
      <xsl:for-each select="$transcribed"><xsl:call-template name="transcript"/></xsl:for-each>
      <xsl:call-template name="provenances"/>
    <xsl:text>&#10;</xsl:text>
    </Bundle>
  </xsl:template>

  <!-- When the newest entry was recorded; there is no time of export. -->
  <xsl:template name="made">
    <xsl:param name="as"/>
    <xsl:element name="{$as}">
      <xsl:choose>
        <xsl:when test="$header/c:madeAt"><xsl:attribute name="value"><xsl:value-of select="$header/c:madeAt"/></xsl:attribute></xsl:when>
        <xsl:otherwise><xsl:call-template name="absent"/></xsl:otherwise>
      </xsl:choose>
    </xsl:element>
  </xsl:template>

  <xsl:template name="absent">
    <xsl:param name="why" select="'unknown'"/>
    <extension url="{$absent}">
      <valueCode value="{$why}"/>
    </extension>
  </xsl:template>

  <xsl:template name="profile">
    <xsl:param name="of"/>
    <meta>
      <profile value="{$profile}{$of}"/>
    </meta>
  </xsl:template>

  <!-- What refers to something of the document, or else has its name alone. -->
  <xsl:template name="reference">
    <xsl:param name="of"/>
    <xsl:param name="name"/>
    <xsl:for-each select="$ids">
      <xsl:variable name="url" select="key('url', $of)[1]/@url"/>
      <xsl:choose>
        <xsl:when test="$url"><reference value="{$url}"/></xsl:when>
        <xsl:otherwise><display value="{$name}"/></xsl:otherwise>
      </xsl:choose>
    </xsl:for-each>
  </xsl:template>
  <xsl:template name="person-reference">
    <xsl:param name="label"/>
    <xsl:choose>
      <xsl:when test="$label = $header/c:about/@person"><reference value="{$patient-url}"/></xsl:when>
      <xsl:otherwise>
        <xsl:call-template name="reference">
          <xsl:with-param name="of" select="concat('person|', $label)"/>
          <xsl:with-param name="name" select="$label"/>
        </xsl:call-template>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>
  <xsl:template name="staff-reference">
    <xsl:param name="id"/>
    <xsl:call-template name="reference">
      <xsl:with-param name="of" select="concat('staff|', $id)"/>
      <xsl:with-param name="name" select="$id"/>
    </xsl:call-template>
  </xsl:template>
  <!-- To the entry that is at hand. -->
  <xsl:template name="entry-reference">
    <xsl:variable name="number" select="string(@number)"/>
    <xsl:for-each select="$ids"><reference value="{key('url', $number)/@url}"/></xsl:for-each>
  </xsl:template>

  <!-- An entry of the Bundle: its resource is in $resource. -->
  <xsl:template name="bundled">
    <xsl:param name="of"/>
    <xsl:param name="resource"/>
    <xsl:text>&#10;</xsl:text>
    <entry>
      <xsl:for-each select="$ids"><fullUrl value="{key('url', $of)[1]/@url}"/></xsl:for-each>
      <resource><xsl:copy-of select="$resource"/></resource>
    </entry>
  </xsl:template>

  <!-- Composition -->

  <xsl:template name="composition">
    <Composition>
      <xsl:call-template name="profile"><xsl:with-param name="of" select="'Composition'"/></xsl:call-template>
      <status value="final"/>
      <type>
        <coding>
          <system value="http://loinc.org"/>
          <code value="34133-9"/>
          <display value="Summarization of Episode Note"/>
        </coding>
        <text value="Case record, Video Interaction Guidance"/>
      </type>
      <subject><reference value="{$patient-url}"/></subject>
      <xsl:call-template name="made"><xsl:with-param name="as" select="'date'"/></xsl:call-template>
      <xsl:choose>
        <xsl:when test="key('member', $header/c:exportedBy)">
          <author><xsl:call-template name="reference"><xsl:with-param name="of" select="concat('post|', $header/c:exportedBy)"/></xsl:call-template></author>
        </xsl:when>
        <xsl:otherwise>
          <author><xsl:call-template name="staff-reference"><xsl:with-param name="id" select="$header/c:exportedBy"/></xsl:call-template></author>
        </xsl:otherwise>
      </xsl:choose>
      <title>
        <xsl:attribute name="value">
          <xsl:value-of select="concat('Case record ', $header/c:case/@reference, ', Video Interaction Guidance')"/>
          <xsl:call-template name="question"/>
        </xsl:attribute>
      </title>
      <confidentiality>
        <xsl:attribute name="value">
          <xsl:choose>
            <xsl:when test="$entries[@confidentiality = 'restricted']">R</xsl:when>
            <xsl:otherwise>N</xsl:otherwise>
          </xsl:choose>
        </xsl:attribute>
      </confidentiality>
      <custodian><reference value="{$organization-url}"/></custodian>
      <xsl:for-each select="$header/c:replaces">
        <relatesTo>
          <code value="replaces"/>
          <targetIdentifier>
            <system value="urn:ietf:rfc:3986"/>
            <value value="urn:uuid:{@document}"/>
          </targetIdentifier>
        </relatesTo>
      </xsl:for-each>
      <event>
        <detail><reference value="{$episode-url}"/></detail>
      </event>
      <xsl:text>&#10;</xsl:text>
      <section>
        <title value="About this document"/>
        <text>
          <status value="generated"/>
          <xsl:call-template name="about-document"/>
        </text>
        <entry><reference value="{$patient-url}"/></entry>
        <entry><reference value="{$organization-url}"/></entry>
        <entry><reference value="{$episode-url}"/></entry>
      </section>
      <xsl:text>&#10;</xsl:text>
      <section>
        <title value="Members of staff"/>
        <xsl:call-template name="heading">
          <xsl:with-param name="code" select="'professional-contacts'"/><xsl:with-param name="heading" select="'Professional contacts'"/>
        </xsl:call-template>
        <text>
          <status value="generated"/>
          <xsl:call-template name="staff-narrative"/>
        </text>
        <xsl:for-each select="/c:caseRecord/c:staff/c:member">
          <entry><xsl:call-template name="reference"><xsl:with-param name="of" select="concat('staff|', @id)"/></xsl:call-template></entry>
          <entry><xsl:call-template name="reference"><xsl:with-param name="of" select="concat('post|', @id)"/></xsl:call-template></entry>
        </xsl:for-each>
        <xsl:for-each select="$strangers">
          <entry><xsl:call-template name="reference"><xsl:with-param name="of" select="concat('staff|', .)"/></xsl:call-template></entry>
        </xsl:for-each>
      </section>
      <xsl:for-each select="$sections/section">
        <xsl:variable name="section" select="."/>
        <xsl:for-each select="$root">
          <xsl:call-template name="section">
            <xsl:with-param name="section" select="$section"/>
            <xsl:with-param name="rows" select="key('type', $section/type)"/>
          </xsl:call-template>
        </xsl:for-each>
      </xsl:for-each>
      <xsl:if test="$others">
        <xsl:text>&#10;</xsl:text>
        <section>
          <title value="Other entries"/>
          <text>
            <status value="generated"/>
            <xsl:call-template name="section-narrative"><xsl:with-param name="rows" select="$others"/></xsl:call-template>
          </text>
          <xsl:for-each select="$others"><xsl:call-template name="section-entry"/></xsl:for-each>
        </section>
      </xsl:if>
    </Composition>
  </xsl:template>

  <xsl:template name="heading">
    <xsl:param name="code"/>
    <xsl:param name="heading"/>
    <code>
      <coding>
        <system value="https://fhir.hl7.org.uk/CodeSystem/UKCore-RecordStandardHeadings"/>
        <code value="{$code}"/>
        <display value="{$heading}"/>
      </coding>
    </code>
  </xsl:template>

  <xsl:template name="section">
    <xsl:param name="section"/>
    <xsl:param name="rows"/>
    <xsl:text>&#10;</xsl:text>
    <section>
      <title value="{$section/@title}"/>
      <xsl:call-template name="heading">
        <xsl:with-param name="code" select="$section/@code"/><xsl:with-param name="heading" select="$section/@heading"/>
      </xsl:call-template>
      <text>
        <status value="generated"/>
        <xsl:call-template name="section-narrative">
          <xsl:with-param name="id" select="$section/@id"/>
          <xsl:with-param name="rows" select="$rows"/>
        </xsl:call-template>
      </text>
      <xsl:variable name="more">
        <xsl:choose>
          <xsl:when test="$section/@id = 'people'">
            <xsl:for-each select="/c:caseRecord/c:people/c:person[not(@label = $header/c:about/@person)]">
              <entry><xsl:call-template name="person-reference"><xsl:with-param name="label" select="@label"/></xsl:call-template></entry>
            </xsl:for-each>
          </xsl:when>
          <xsl:when test="$section/@id = 'consent'">
            <xsl:for-each select="$state/c:consent">
              <entry><xsl:call-template name="reference"><xsl:with-param name="of" select="concat('consent|', position())"/></xsl:call-template></entry>
            </xsl:for-each>
          </xsl:when>
          <xsl:when test="$section/@id = 'concerns'">
            <xsl:for-each select="$state/c:risk">
              <entry><xsl:call-template name="reference"><xsl:with-param name="of" select="concat('flag|', @label)"/></xsl:call-template></entry>
            </xsl:for-each>
          </xsl:when>
          <xsl:when test="$section/@id = 'plan' and ($state/c:cycle or $state/c:goal)">
            <entry><xsl:call-template name="reference"><xsl:with-param name="of" select="'plan'"/></xsl:call-template></entry>
          </xsl:when>
          <xsl:when test="$section/@id = 'films'">
            <xsl:for-each select="$transcribed">
              <entry><reference value="urn:uuid:{v:uuid($header/c:case/@id, concat('fhir|transcript|', @id))}"/></entry>
            </xsl:for-each>
          </xsl:when>
        </xsl:choose>
      </xsl:variable>
      <xsl:copy-of select="$more"/>
      <xsl:for-each select="$rows"><xsl:call-template name="section-entry"/></xsl:for-each>
      <xsl:if test="not($rows) and not(exsl:node-set($more)/*)">
        <emptyReason>
          <text value="This document holds no entry of this kind."/>
        </emptyReason>
      </xsl:if>
    </section>
  </xsl:template>

  <xsl:template name="section-entry">
    <entry><xsl:call-template name="entry-reference"/></entry>
  </xsl:template>

  <!-- Who and where -->

  <xsl:template name="people-and-places">
    <xsl:call-template name="bundled">
      <xsl:with-param name="of" select="'patient'"/>
      <xsl:with-param name="resource">
        <Patient>
          <xsl:call-template name="profile"><xsl:with-param name="of" select="'Patient'"/></xsl:call-template>
          <xsl:for-each select="$about"><xsl:call-template name="person-identifiers"/></xsl:for-each>
          <xsl:if test="not($about)">
            <identifier>
              <system value="urn:uuid:{$header/c:record/@id}"/>
              <value value="{$header/c:case/@reference}"/>
            </identifier>
          </xsl:if>
          <active value="true"/>
          <xsl:for-each select="$about/c:name"><name><text value="{.}"/></name></xsl:for-each>
          <xsl:for-each select="$about/c:born"><birthDate value="{.}"/></xsl:for-each>
          <managingOrganization><reference value="{$organization-url}"/></managingOrganization>
        </Patient>
      </xsl:with-param>
    </xsl:call-template>
    <xsl:for-each select="/c:caseRecord/c:people/c:person[not(@label = $header/c:about/@person)]">
      <xsl:call-template name="bundled">
        <xsl:with-param name="of" select="concat('person|', @label)"/>
        <xsl:with-param name="resource">
          <RelatedPerson>
            <xsl:call-template name="profile"><xsl:with-param name="of" select="'RelatedPerson'"/></xsl:call-template>
            <xsl:call-template name="person-identifiers"/>
            <active value="true"/>
            <patient><reference value="{$patient-url}"/></patient>
            <xsl:call-template name="relationship"/>
            <xsl:for-each select="c:name"><name><text value="{.}"/></name></xsl:for-each>
            <xsl:for-each select="c:born"><birthDate value="{.}"/></xsl:for-each>
          </RelatedPerson>
        </xsl:with-param>
      </xsl:call-template>
    </xsl:for-each>
    <xsl:call-template name="bundled">
      <xsl:with-param name="of" select="'organization'"/>
      <xsl:with-param name="resource">
        <Organization>
          <xsl:call-template name="profile"><xsl:with-param name="of" select="'Organization'"/></xsl:call-template>
          <identifier>
            <xsl:choose>
              <xsl:when test="$header/c:organization/@ods">
                <system value="https://fhir.nhs.uk/Id/ods-organization-code"/>
                <value value="{$header/c:organization/@ods}"/>
              </xsl:when>
              <xsl:otherwise>
                <system value="urn:ietf:rfc:3986"/>
                <value value="urn:uuid:{$header/c:record/@id}"/>
              </xsl:otherwise>
            </xsl:choose>
          </identifier>
          <active value="true"/>
          <name value="{$organization}"/>
        </Organization>
      </xsl:with-param>
    </xsl:call-template>
    <xsl:for-each select="/c:caseRecord/c:staff/c:member">
      <xsl:call-template name="practitioner"><xsl:with-param name="id" select="@id"/></xsl:call-template>
      <xsl:variable name="member" select="."/>
      <xsl:call-template name="bundled">
        <xsl:with-param name="of" select="concat('post|', @id)"/>
        <xsl:with-param name="resource">
          <PractitionerRole>
            <xsl:call-template name="profile"><xsl:with-param name="of" select="'PractitionerRole'"/></xsl:call-template>
            <practitioner><xsl:call-template name="staff-reference"><xsl:with-param name="id" select="@id"/></xsl:call-template></practitioner>
            <organization><reference value="{$organization-url}"/></organization>
            <xsl:for-each select="c:role">
              <code>
                <coding>
                  <system value="{$local}role"/>
                  <code value="{.}"/>
                </coding>
                <xsl:for-each select="$member/c:post"><text value="{.}"/></xsl:for-each>
              </code>
            </xsl:for-each>
            <xsl:if test="not(c:role)">
              <xsl:for-each select="c:post"><code><text value="{.}"/></code></xsl:for-each>
            </xsl:if>
          </PractitionerRole>
        </xsl:with-param>
      </xsl:call-template>
    </xsl:for-each>
    <xsl:for-each select="$strangers">
      <xsl:call-template name="practitioner"><xsl:with-param name="id" select="string(.)"/></xsl:call-template>
    </xsl:for-each>
    <xsl:call-template name="bundled">
      <xsl:with-param name="of" select="'episode'"/>
      <xsl:with-param name="resource">
        <EpisodeOfCare>
          <xsl:call-template name="profile"><xsl:with-param name="of" select="'EpisodeOfCare'"/></xsl:call-template>
          <identifier>
            <system value="urn:ietf:rfc:3986"/>
            <value value="urn:uuid:{$header/c:case/@id}"/>
          </identifier>
          <identifier>
            <system value="urn:uuid:{$header/c:record/@id}"/>
            <value value="{$header/c:case/@reference}"/>
          </identifier>
          <status>
            <xsl:attribute name="value">
              <xsl:choose>
                <xsl:when test="$state/c:case/@status = 'closed'">finished</xsl:when>
                <xsl:when test="$state/c:case/@status = 'paused'">onhold</xsl:when>
                <xsl:otherwise>active</xsl:otherwise>
              </xsl:choose>
            </xsl:attribute>
          </status>
          <type><text value="Video Interaction Guidance"/></type>
          <patient><reference value="{$patient-url}"/></patient>
          <managingOrganization><reference value="{$organization-url}"/></managingOrganization>
          <xsl:for-each select="$state/c:case[@opened or @closed]">
            <xsl:call-template name="period"><xsl:with-param name="from" select="@opened"/><xsl:with-param name="to" select="@closed"/></xsl:call-template>
          </xsl:for-each>
        </EpisodeOfCare>
      </xsl:with-param>
    </xsl:call-template>
  </xsl:template>

  <!-- What began at a time that is not here, or only roughly known and so after its end, has an end only. -->
  <xsl:template name="period">
    <xsl:param name="as" select="'period'"/>
    <xsl:param name="from"/>
    <xsl:param name="to"/>
    <xsl:element name="{$as}">
      <xsl:choose>
        <xsl:when test="string($from) != '' and not(number(translate($from, '-T:.Z', '')) &gt; number(translate($to, '-T:.Z', '')))"><start value="{$from}"/></xsl:when>
        <xsl:otherwise><start><xsl:call-template name="absent"/></start></xsl:otherwise>
      </xsl:choose>
      <xsl:if test="string($to) != ''"><end value="{$to}"/></xsl:if>
    </xsl:element>
  </xsl:template>

  <!-- The NHS number has a right check digit here already; that it was traced is not in the record. -->
  <xsl:template name="person-identifiers">
    <xsl:for-each select="c:nhsNumber">
      <identifier>
        <xsl:choose>
          <xsl:when test="$header/c:record/@nation = 'england-wales'">
            <extension url="https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-NHSNumberVerificationStatus">
              <valueCodeableConcept>
                <coding>
                  <system value="https://fhir.hl7.org.uk/CodeSystem/UKCore-NHSNumberVerificationStatusEngland"/>
                  <code value="02"/>
                  <display value="Number present but not traced"/>
                </coding>
              </valueCodeableConcept>
            </extension>
            <system value="https://fhir.nhs.uk/Id/nhs-number"/>
          </xsl:when>
          <xsl:otherwise><system value="{$local}ten-digit-number"/></xsl:otherwise>
        </xsl:choose>
        <value value="{.}"/>
      </identifier>
    </xsl:for-each>
    <identifier>
      <system value="urn:uuid:{$header/c:case/@id}"/>
      <value value="{@label}"/>
    </identifier>
  </xsl:template>

  <!-- The record says what somebody is to the child. It is what they are to the Patient only when that is the child. -->
  <xsl:template name="relationship">
    <relationship>
      <xsl:choose>
        <xsl:when test="c:relationship and $about/c:role = 'child'">
          <xsl:choose>
            <xsl:when test="c:relationship = 'mother'">
              <coding><system value="http://terminology.hl7.org/CodeSystem/v3-RoleCode"/><code value="MTH"/><display value="mother"/></coding>
            </xsl:when>
            <xsl:when test="c:relationship = 'father'">
              <coding><system value="http://terminology.hl7.org/CodeSystem/v3-RoleCode"/><code value="FTH"/><display value="father"/></coding>
            </xsl:when>
          </xsl:choose>
          <coding>
            <system value="urn:vigil:codebook:{c:relationship/@codebook}"/>
            <xsl:for-each select="c:relationship/@version"><version value="{.}"/></xsl:for-each>
            <code value="{normalize-space(c:relationship)}"/>
            <xsl:for-each select="c:relationship/@meaning"><display value="{.}"/></xsl:for-each>
          </coding>
        </xsl:when>
        <xsl:when test="c:relationship"><text value="to the child: {c:relationship}"/></xsl:when>
        <xsl:when test="c:role"><text value="in the case: {c:role}"/></xsl:when>
        <xsl:otherwise><text value="not recorded"/></xsl:otherwise>
      </xsl:choose>
    </relationship>
  </xsl:template>

  <xsl:template name="practitioner">
    <xsl:param name="id"/>
    <xsl:variable name="member" select="key('member', $id)"/>
    <xsl:call-template name="bundled">
      <xsl:with-param name="of" select="concat('staff|', $id)"/>
      <xsl:with-param name="resource">
        <Practitioner>
          <xsl:call-template name="profile"><xsl:with-param name="of" select="'Practitioner'"/></xsl:call-template>
          <identifier>
            <system value="urn:uuid:{$header/c:record/@id}"/>
            <value value="{$id}"/>
          </identifier>
          <xsl:for-each select="$member/c:registration">
            <identifier>
              <system value="{$local}registration"/>
              <value value="{.}"/>
            </identifier>
          </xsl:for-each>
          <xsl:for-each select="$member/c:name"><name><text value="{.}"/></name></xsl:for-each>
        </Practitioner>
      </xsl:with-param>
    </xsl:call-template>
  </xsl:template>

  <!-- Where consent, risks and cycles stand, which is more than one entry says -->

  <xsl:template name="standings">
    <xsl:for-each select="$state/c:consent">
      <xsl:call-template name="bundled">
        <xsl:with-param name="of" select="concat('consent|', position())"/>
        <xsl:with-param name="resource"><xsl:call-template name="consent"/></xsl:with-param>
      </xsl:call-template>
    </xsl:for-each>
    <xsl:for-each select="$state/c:risk">
      <xsl:call-template name="bundled">
        <xsl:with-param name="of" select="concat('flag|', @label)"/>
        <xsl:with-param name="resource">
          <Flag>
            <xsl:call-template name="profile"><xsl:with-param name="of" select="'Flag'"/></xsl:call-template>
            <identifier>
              <system value="urn:uuid:{$header/c:case/@id}"/>
              <value value="{@label}"/>
            </identifier>
            <status>
              <xsl:attribute name="value">
                <xsl:choose>
                  <xsl:when test="@status = 'closed'">inactive</xsl:when>
                  <xsl:otherwise>active</xsl:otherwise>
                </xsl:choose>
              </xsl:attribute>
            </status>
            <category>
              <coding>
                <system value="http://terminology.hl7.org/CodeSystem/flag-category"/>
                <code value="safety"/>
                <display value="Safety"/>
              </coding>
            </category>
            <code>
              <xsl:for-each select="@level">
                <coding>
                  <system value="{$local}risk-level"/>
                  <code value="{.}"/>
                </coding>
              </xsl:for-each>
              <text value="{concat(@label, ', level ', substring(concat(@level, 'not recorded'), 1, string-length(@level) + 12 * not(@level)))}"/>
            </code>
            <subject><reference value="{$patient-url}"/></subject>
            <xsl:call-template name="period"><xsl:with-param name="from" select="@since"/><xsl:with-param name="to" select="@until"/></xsl:call-template>
            <xsl:for-each select="key('entry', @entry)">
              <author><xsl:call-template name="staff-reference"><xsl:with-param name="id" select="c:recorded/@by"/></xsl:call-template></author>
            </xsl:for-each>
          </Flag>
        </xsl:with-param>
      </xsl:call-template>
    </xsl:for-each>
    <xsl:if test="$state/c:cycle or $state/c:goal">
      <xsl:call-template name="bundled">
        <xsl:with-param name="of" select="'plan'"/>
        <xsl:with-param name="resource">
          <CarePlan>
            <xsl:call-template name="profile"><xsl:with-param name="of" select="'CarePlan'"/></xsl:call-template>
            <status>
              <xsl:attribute name="value">
                <xsl:choose>
                  <xsl:when test="$state/c:case/@status = 'closed'">completed</xsl:when>
                  <xsl:when test="$state/c:case/@status = 'paused'">on-hold</xsl:when>
                  <xsl:otherwise>active</xsl:otherwise>
                </xsl:choose>
              </xsl:attribute>
            </status>
            <intent value="plan"/>
            <title value="Video Interaction Guidance in cycles"/>
            <subject><reference value="{$patient-url}"/></subject>
            <xsl:if test="$state/c:case/@opened">
              <xsl:call-template name="period"><xsl:with-param name="from" select="$state/c:case/@opened"/><xsl:with-param name="to" select="$state/c:case/@closed"/></xsl:call-template>
            </xsl:if>
            <xsl:for-each select="$state/c:goal[key('entry', @entry)[@type = 'goal-agreed']]">
              <goal><xsl:call-template name="reference"><xsl:with-param name="of" select="string(@entry)"/></xsl:call-template></goal>
            </xsl:for-each>
            <xsl:for-each select="$state/c:cycle">
              <activity>
                <detail>
                  <status>
                    <xsl:attribute name="value">
                      <xsl:choose>
                        <xsl:when test="@completed">completed</xsl:when>
                        <xsl:otherwise>in-progress</xsl:otherwise>
                      </xsl:choose>
                    </xsl:attribute>
                  </status>
                  <xsl:if test="@opened">
                    <xsl:call-template name="period">
                      <xsl:with-param name="as" select="'scheduledPeriod'"/>
                      <xsl:with-param name="from" select="@opened"/>
                      <xsl:with-param name="to" select="@completed"/>
                    </xsl:call-template>
                  </xsl:if>
                  <description value="{@label}"/>
                </detail>
              </activity>
            </xsl:for-each>
          </CarePlan>
        </xsl:with-param>
      </xsl:call-template>
    </xsl:if>
  </xsl:template>

  <!-- R4 has no withdrawn: the consent is inactive, its provision denies, and the permission's end stands in its period. -->
  <xsl:template name="consent">
    <Consent>
      <xsl:call-template name="profile"><xsl:with-param name="of" select="'Consent'"/></xsl:call-template>
      <extension url="{$local}consent-state">
        <valueCode value="{@state}"/>
      </extension>
      <extension url="{$local}concerning">
        <valueReference><xsl:call-template name="person-reference"><xsl:with-param name="label" select="string(@person)"/></xsl:call-template></valueReference>
      </extension>
      <identifier>
        <system value="urn:uuid:{$header/c:case/@id}"/>
        <value>
          <xsl:attribute name="value">
            <xsl:value-of select="concat('consent|', @scope, '|', @person)"/>
            <xsl:for-each select="@giver"><xsl:value-of select="concat('|', .)"/></xsl:for-each>
            <xsl:for-each select="@film"><xsl:value-of select="concat('|', .)"/></xsl:for-each>
          </xsl:attribute>
        </value>
      </identifier>
      <status>
        <xsl:attribute name="value">
          <xsl:choose>
            <xsl:when test="@state = 'given'">active</xsl:when>
            <xsl:when test="@state = 'not-yet'">proposed</xsl:when>
            <xsl:when test="@state = 'refused'">rejected</xsl:when>
            <xsl:otherwise>inactive</xsl:otherwise>
          </xsl:choose>
        </xsl:attribute>
      </status>
      <scope>
        <coding>
          <system value="http://terminology.hl7.org/CodeSystem/consentscope"/>
          <code value="patient-privacy"/>
          <display value="Privacy Consent"/>
        </coding>
      </scope>
      <category>
        <coding>
          <system value="http://terminology.hl7.org/CodeSystem/v3-ActCode"/>
          <code value="INFA"/>
          <display value="information access"/>
        </coding>
      </category>
      <patient><reference value="{$patient-url}"/></patient>
      <dateTime value="{@since}"/>
      <xsl:for-each select="@giver">
        <performer><xsl:call-template name="person-reference"><xsl:with-param name="label" select="string(.)"/></xsl:call-template></performer>
      </xsl:for-each>
      <organization><reference value="{$organization-url}"/></organization>
      <xsl:if test="starts-with(key('entry', @entry)/@type, 'consent-')">
        <sourceReference><xsl:call-template name="reference"><xsl:with-param name="of" select="string(@entry)"/></xsl:call-template></sourceReference>
      </xsl:if>
      <policyRule><text value="The service's rules on film and consent"/></policyRule>
      <provision>
        <type>
          <xsl:attribute name="value">
            <xsl:choose>
              <xsl:when test="@state = 'given' or @state = 'not-yet'">permit</xsl:when>
              <xsl:otherwise>deny</xsl:otherwise>
            </xsl:choose>
          </xsl:attribute>
        </type>
        <xsl:choose>
          <xsl:when test="@state = 'withdrawn'"><period><end value="{@since}"/></period></xsl:when>
          <xsl:otherwise>
            <xsl:call-template name="period"><xsl:with-param name="from" select="@since"/><xsl:with-param name="to" select="@until"/></xsl:call-template>
          </xsl:otherwise>
        </xsl:choose>
        <action>
          <coding>
            <system value="urn:vigil:codebook:consent-scopes"/>
            <code value="{normalize-space(@scope)}"/>
            <xsl:for-each select="@meaning"><display value="{.}"/></xsl:for-each>
          </coding>
        </action>
        <xsl:for-each select="@film">
          <xsl:variable name="film" select="key('thing', concat('film|', .))[1]/@number"/>
          <data>
            <meaning value="instance"/>
            <reference><xsl:call-template name="reference"><xsl:with-param name="of" select="string($film)"/><xsl:with-param name="name" select="string(.)"/></xsl:call-template></reference>
          </data>
        </xsl:for-each>
      </provision>
    </Consent>
  </xsl:template>

  <!-- Where it all comes from -->

  <xsl:template name="provenances">
    <xsl:call-template name="bundled">
      <xsl:with-param name="of" select="'origin'"/>
      <xsl:with-param name="resource">
        <Provenance>
          <xsl:call-template name="profile"><xsl:with-param name="of" select="'Provenance'"/></xsl:call-template>
          <target><xsl:call-template name="reference"><xsl:with-param name="of" select="'composition'"/></xsl:call-template></target>
          <xsl:call-template name="made"><xsl:with-param name="as" select="'recorded'"/></xsl:call-template>
          <agent>
            <xsl:call-template name="participant"><xsl:with-param name="code" select="'enterer'"/><xsl:with-param name="name" select="'Enterer'"/></xsl:call-template>
            <who><xsl:call-template name="staff-reference"><xsl:with-param name="id" select="$header/c:exportedBy"/></xsl:call-template></who>
            <onBehalfOf><reference value="{$organization-url}"/></onBehalfOf>
          </agent>
          <agent>
            <xsl:call-template name="participant"><xsl:with-param name="code" select="'assembler'"/><xsl:with-param name="name" select="'Assembler'"/></xsl:call-template>
            <who><display value="Vigil"/></who>
          </agent>
          <entity>
            <role value="source"/>
            <what>
              <identifier>
                <system value="{$local}log-root"/>
                <value value="{$header/c:log/@root}"/>
              </identifier>
              <display value="log through position {$header/c:log/@throughPosition}, tree of {$header/c:log/@treeSize}"/>
            </what>
          </entity>
        </Provenance>
      </xsl:with-param>
    </xsl:call-template>
    <xsl:for-each select="$corrected">
      <xsl:variable name="correction" select="key('entry', c:correctedBy[last()]/@entry)"/>
      <xsl:text>&#10;</xsl:text>
      <entry>
        <fullUrl value="urn:uuid:{v:uuid($header/c:case/@id, concat('fhir|revision|', @id))}"/>
        <resource>
          <Provenance>
            <xsl:call-template name="profile"><xsl:with-param name="of" select="'Provenance'"/></xsl:call-template>
            <target><xsl:call-template name="reference"><xsl:with-param name="of" select="string(@number)"/></xsl:call-template></target>
            <recorded>
              <xsl:choose>
                <xsl:when test="$correction"><xsl:attribute name="value"><xsl:value-of select="$correction/c:recorded/@at"/></xsl:attribute></xsl:when>
                <xsl:otherwise><xsl:call-template name="absent"/></xsl:otherwise>
              </xsl:choose>
            </recorded>
            <activity>
              <coding>
                <system value="http://terminology.hl7.org/CodeSystem/v3-DataOperation"/>
                <xsl:choose>
                  <xsl:when test="@standing = 'in-error'"><code value="NULLIFY"/><display value="nullify"/></xsl:when>
                  <xsl:otherwise><code value="UPDATE"/><display value="revise"/></xsl:otherwise>
                </xsl:choose>
              </coding>
            </activity>
            <agent>
              <xsl:call-template name="participant"><xsl:with-param name="code" select="'author'"/><xsl:with-param name="name" select="'Author'"/></xsl:call-template>
              <xsl:choose>
                <xsl:when test="$correction">
                  <who><xsl:call-template name="staff-reference"><xsl:with-param name="id" select="$correction/c:recorded/@by"/></xsl:call-template></who>
                </xsl:when>
                <xsl:otherwise><who><display value="the correction is not in this document"/></who></xsl:otherwise>
              </xsl:choose>
            </agent>
            <entity>
              <role value="revision"/>
              <what>
                <identifier>
                  <system value="urn:ietf:rfc:3986"/>
                  <value value="urn:uuid:{@id}"/>
                </identifier>
                <display value="what was written first"/>
              </what>
            </entity>
          </Provenance>
        </resource>
      </entry>
    </xsl:for-each>
  </xsl:template>

  <xsl:template name="participant">
    <xsl:param name="code"/>
    <xsl:param name="name"/>
    <type>
      <coding>
        <system value="http://terminology.hl7.org/CodeSystem/provenance-participant-type"/>
        <code value="{$code}"/>
        <display value="{$name}"/>
      </coding>
    </type>
  </xsl:template>
</xsl:stylesheet>
