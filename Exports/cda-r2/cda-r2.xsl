<?xml version="1.0" encoding="UTF-8"?>
<!--
  Case record to HL7 CDA Release 2, level 2: a header, and sections whose narrative holds every entry once.
  The sections and the types of entry that stand in each are the table "sections" below; a type that it
  does not list, and an entry without a type, stand in the last section.
-->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns="urn:hl7-org:v3"
  xmlns:c="urn:vigil:case-record:1" xmlns:v="urn:vigil:functions:1" xmlns:exsl="http://exslt.org/common"
  exclude-result-prefixes="c v exsl">
  <xsl:import href="sections.xsl"/>
  <xsl:output method="xml" encoding="UTF-8" indent="yes"/>

  <xsl:key name="entry" match="/c:caseRecord/c:entries/c:entry" use="@number"/>
  <xsl:key name="type" match="/c:caseRecord/c:entries/c:entry" use="string(@type)"/>
  <xsl:key name="member" match="/c:caseRecord/c:staff/c:member" use="@id"/>
  <xsl:key name="person" match="/c:caseRecord/c:people/c:person" use="@label"/>
  <xsl:key name="words" match="/words" use="@of"/>

  <xsl:variable name="root" select="/"/>
  <xsl:variable name="header" select="/c:caseRecord/c:header"/>
  <xsl:variable name="state" select="/c:caseRecord/c:state"/>
  <xsl:variable name="about" select="key('person', $header/c:about/@person)"/>
  <xsl:variable name="organization">
    <xsl:choose>
      <xsl:when test="$header/c:organization/@name"><xsl:value-of select="$header/c:organization/@name"/></xsl:when>
      <xsl:otherwise><xsl:value-of select="$header/c:record/@name"/></xsl:otherwise>
    </xsl:choose>
  </xsl:variable>
  <!-- What the document is of: the same question has the same set of versions. -->
  <xsl:variable name="question" select="concat($header/c:audience, '|', $header/c:purpose, '|', $header/c:recipient, '|',
    $header/c:asOf, '|', $header/c:knownAt, '|', $header/c:from, '|', $header/c:until)"/>

  <!-- The names of fields as words, made once for each name that is more than one: isException is "is exception". -->
  <xsl:variable name="words-fragment">
    <xsl:call-template name="name-words">
      <xsl:with-param name="fields" select="/c:caseRecord/c:entries/c:entry/c:data/*[not(self::c:milliseconds)][translate(@name, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ', '') != @name]"/>
    </xsl:call-template>
  </xsl:variable>
  <xsl:variable name="words" select="exsl:node-set($words-fragment)"/>
  <xsl:variable name="wordy-fragment">
    <xsl:text>|</xsl:text>
    <xsl:for-each select="$words/words"><xsl:value-of select="concat(@of, '|')"/></xsl:for-each>
  </xsl:variable>
  <xsl:variable name="wordy" select="string($wordy-fragment)"/>
  <xsl:variable name="upper" select="'ABCDEFGHIJKLMNOPQRSTUVWXYZ'"/>
  <xsl:variable name="lower" select="'abcdefghijklmnopqrstuvwxyz'"/>

  <!-- One name at a time, with all its fields: they are as many as the catalogue has, however long the case is. -->
  <xsl:template name="name-words">
    <xsl:param name="fields"/>
    <xsl:if test="$fields">
      <xsl:variable name="name" select="string($fields[1]/@name)"/>
      <words of="{$name}" xmlns="">
        <xsl:call-template name="humanise"><xsl:with-param name="name" select="$name"/></xsl:call-template>
      </words>
      <xsl:call-template name="name-words"><xsl:with-param name="fields" select="$fields[@name != $name]"/></xsl:call-template>
    </xsl:if>
  </xsl:template>

  <xsl:template name="humanise">
    <xsl:param name="name"/>
    <xsl:variable name="first" select="substring($name, 1, 1)"/>
    <xsl:choose>
      <xsl:when test="$name = ''"/>
      <xsl:when test="$name = 'nhsNumber'">NHS number</xsl:when>
      <xsl:when test="string-length($name) &gt; 60"><xsl:value-of select="$name"/></xsl:when>
      <xsl:otherwise>
        <xsl:if test="contains($upper, $first)"><xsl:text> </xsl:text></xsl:if>
        <xsl:value-of select="translate($first, $upper, $lower)"/>
        <xsl:call-template name="humanise"><xsl:with-param name="name" select="substring($name, 2)"/></xsl:call-template>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- Header -->

  <xsl:template match="/">
    <ClinicalDocument>
      <typeId root="2.16.840.1.113883.1.3" extension="POCD_HD000040"/>
      <id root="{$header/c:document/@id}"/>
      <code code="34133-9" codeSystem="2.16.840.1.113883.6.1" codeSystemName="LOINC" displayName="Summarization of Episode Note"/>
      <title>
        <xsl:value-of select="concat('Case record ', $header/c:case/@reference, ', Video Interaction Guidance')"/>
        <xsl:call-template name="question"/>
      </title>
      <effectiveTime>
        <xsl:attribute name="value">
          <xsl:call-template name="ts"><xsl:with-param name="time" select="$header/c:madeAt"/></xsl:call-template>
        </xsl:attribute>
      </effectiveTime>
      <xsl:choose>
        <xsl:when test="/c:caseRecord/c:entries/c:entry[@confidentiality = 'restricted']">
          <confidentialityCode code="R" codeSystem="2.16.840.1.113883.5.25" displayName="restricted"/>
        </xsl:when>
        <xsl:otherwise>
          <confidentialityCode code="N" codeSystem="2.16.840.1.113883.5.25" displayName="normal"/>
        </xsl:otherwise>
      </xsl:choose>
      <languageCode code="en-GB"/>
      <setId root="{v:uuid($header/c:record/@id, concat('cda-r2|', $header/c:case/@id, '|', $question))}"/>
      <versionNumber value="{$header/c:log/@throughPosition}"/>
      <recordTarget>
        <patientRole>
          <xsl:for-each select="$about/c:nhsNumber">
            <xsl:choose>
              <xsl:when test="$header/c:record/@nation = 'england-wales'">
                <id root="2.16.840.1.113883.2.1.4.1" extension="{.}" assigningAuthorityName="NHS"/>
              </xsl:when>
              <xsl:otherwise>
                <id root="{v:uuid($header/c:record/@id, 'nhs-number')}" extension="{.}"
                  assigningAuthorityName="as recorded by the service"/>
              </xsl:otherwise>
            </xsl:choose>
          </xsl:for-each>
          <id root="{$header/c:record/@id}">
            <xsl:attribute name="extension">
              <xsl:value-of select="$header/c:case/@reference"/>
              <xsl:for-each select="$header/c:about/@person"><xsl:value-of select="concat('/', .)"/></xsl:for-each>
            </xsl:attribute>
          </id>
          <xsl:if test="$about/c:name or $about/c:born">
            <patient>
              <xsl:for-each select="$about/c:name"><name><xsl:value-of select="."/></name></xsl:for-each>
              <xsl:for-each select="$about/c:born"><birthTime value="{translate(., '-', '')}"/></xsl:for-each>
            </patient>
          </xsl:if>
        </patientRole>
      </recordTarget>
      <author>
        <time>
          <xsl:attribute name="value">
            <xsl:call-template name="ts"><xsl:with-param name="time" select="$header/c:madeAt"/></xsl:call-template>
          </xsl:attribute>
        </time>
        <assignedAuthor>
          <id root="{$header/c:record/@id}" extension="{$header/c:exportedBy}"/>
          <xsl:for-each select="key('member', $header/c:exportedBy)/c:name">
            <assignedPerson>
              <name><xsl:value-of select="."/></name>
            </assignedPerson>
          </xsl:for-each>
          <representedOrganization>
            <xsl:call-template name="organization"/>
          </representedOrganization>
        </assignedAuthor>
      </author>
      <custodian>
        <assignedCustodian>
          <representedCustodianOrganization>
            <xsl:call-template name="organization"/>
          </representedCustodianOrganization>
        </assignedCustodian>
      </custodian>
      <documentationOf>
        <serviceEvent classCode="PCPR">
          <id root="{$header/c:case/@id}"/>
          <xsl:if test="$state/c:case/@opened">
            <effectiveTime>
              <low>
                <xsl:attribute name="value">
                  <xsl:call-template name="ts"><xsl:with-param name="time" select="$state/c:case/@opened"/></xsl:call-template>
                </xsl:attribute>
              </low>
              <xsl:if test="$state/c:case/@status = 'closed' and $state/c:case/@closed">
                <high>
                  <xsl:attribute name="value">
                    <xsl:call-template name="ts"><xsl:with-param name="time" select="$state/c:case/@closed"/></xsl:call-template>
                  </xsl:attribute>
                </high>
              </xsl:if>
            </effectiveTime>
          </xsl:if>
        </serviceEvent>
      </documentationOf>
      <xsl:for-each select="$header/c:replaces">
        <relatedDocument typeCode="RPLC">
          <parentDocument>
            <id root="{@document}"/>
          </parentDocument>
        </relatedDocument>
      </xsl:for-each>
      <component>
        <structuredBody>
          <xsl:call-template name="about-document"/>
          <xsl:apply-templates select="$sections/section"/>
          <xsl:call-template name="other-entries"/>
        </structuredBody>
      </component>
    </ClinicalDocument>
  </xsl:template>

  <xsl:template name="organization">
    <xsl:choose>
      <xsl:when test="$header/c:organization/@ods">
        <id root="2.16.840.1.113883.2.1.3.2.4.19.1" extension="{$header/c:organization/@ods}"/>
      </xsl:when>
      <xsl:otherwise><id root="{$header/c:record/@id}"/></xsl:otherwise>
    </xsl:choose>
    <name><xsl:value-of select="$organization"/></name>
  </xsl:template>

  <xsl:template name="question">
    <xsl:if test="$header/c:asOf">
      <xsl:text>, as of </xsl:text>
      <xsl:call-template name="day-and-time"><xsl:with-param name="time" select="$header/c:asOf"/></xsl:call-template>
    </xsl:if>
    <xsl:if test="$header/c:knownAt">
      <xsl:text>, known at </xsl:text>
      <xsl:call-template name="day-and-time"><xsl:with-param name="time" select="$header/c:knownAt"/></xsl:call-template>
    </xsl:if>
    <xsl:if test="$header/c:from">
      <xsl:text>, from </xsl:text>
      <xsl:call-template name="day-and-time"><xsl:with-param name="time" select="$header/c:from"/></xsl:call-template>
    </xsl:if>
    <xsl:if test="$header/c:until">
      <xsl:text>, until </xsl:text>
      <xsl:call-template name="day-and-time"><xsl:with-param name="time" select="$header/c:until"/></xsl:call-template>
    </xsl:if>
  </xsl:template>

  <!-- The first section: what the document is, and what it is not. -->
  <xsl:template name="about-document">
    <component>
      <section>
        <title>About this document</title>
        <text>
          <paragraph>
            <xsl:text>Made from the service's record of the case. It holds what the disclosure policy lets this audience see, </xsl:text>
            <xsl:text>every entry once, with when it happened, who recorded it and how it stands. Times are those of London. </xsl:text>
            <xsl:text>It follows HL7 CDA Release 2 in general and claims no national profile.</xsl:text>
          </paragraph>
          <table>
            <tbody>
              <xsl:call-template name="fact">
                <xsl:with-param name="name" select="'Service'"/>
                <xsl:with-param name="text" select="$organization"/>
              </xsl:call-template>
              <xsl:call-template name="fact">
                <xsl:with-param name="name" select="'Record'"/>
                <xsl:with-param name="text" select="concat($header/c:record/@name, ' (', $header/c:record/@id, ')')"/>
              </xsl:call-template>
              <xsl:call-template name="fact">
                <xsl:with-param name="name" select="'Case'"/>
                <xsl:with-param name="text" select="$header/c:case/@reference"/>
              </xsl:call-template>
              <xsl:call-template name="fact">
                <xsl:with-param name="name" select="'Record of'"/>
                <xsl:with-param name="text">
                  <xsl:call-template name="person"><xsl:with-param name="label" select="$header/c:about/@person"/></xsl:call-template>
                </xsl:with-param>
              </xsl:call-template>
              <xsl:call-template name="fact">
                <xsl:with-param name="name" select="'The case is'"/>
                <xsl:with-param name="text">
                  <xsl:for-each select="$state/c:case">
                    <xsl:value-of select="@status"/>
                    <xsl:for-each select="@opened">
                      <xsl:text>; opened </xsl:text>
                      <xsl:call-template name="day-and-time"><xsl:with-param name="time" select="."/></xsl:call-template>
                    </xsl:for-each>
                    <xsl:for-each select="@closed">
                      <xsl:text>; closed </xsl:text>
                      <xsl:call-template name="day-and-time"><xsl:with-param name="time" select="."/></xsl:call-template>
                    </xsl:for-each>
                  </xsl:for-each>
                </xsl:with-param>
              </xsl:call-template>
              <xsl:for-each select="$header/c:asOf">
                <xsl:call-template name="fact">
                  <xsl:with-param name="name" select="'As of'"/>
                  <xsl:with-param name="text">
                    <xsl:call-template name="day-and-time"><xsl:with-param name="time" select="."/></xsl:call-template>
                    <xsl:text>: only what had happened by then, or may have</xsl:text>
                  </xsl:with-param>
                </xsl:call-template>
              </xsl:for-each>
              <xsl:for-each select="$header/c:knownAt">
                <xsl:call-template name="fact">
                  <xsl:with-param name="name" select="'Known at'"/>
                  <xsl:with-param name="text">
                    <xsl:call-template name="day-and-time"><xsl:with-param name="time" select="."/></xsl:call-template>
                    <xsl:text>: only what had been recorded by then</xsl:text>
                  </xsl:with-param>
                </xsl:call-template>
              </xsl:for-each>
              <xsl:for-each select="$header/c:from">
                <xsl:call-template name="fact">
                  <xsl:with-param name="name" select="'From'"/>
                  <xsl:with-param name="text">
                    <xsl:call-template name="day-and-time"><xsl:with-param name="time" select="."/></xsl:call-template>
                  </xsl:with-param>
                </xsl:call-template>
              </xsl:for-each>
              <xsl:for-each select="$header/c:until">
                <xsl:call-template name="fact">
                  <xsl:with-param name="name" select="'Until'"/>
                  <xsl:with-param name="text">
                    <xsl:call-template name="day-and-time"><xsl:with-param name="time" select="."/></xsl:call-template>
                  </xsl:with-param>
                </xsl:call-template>
              </xsl:for-each>
              <xsl:call-template name="fact">
                <xsl:with-param name="name" select="'Newest entry of the case recorded'"/>
                <xsl:with-param name="text">
                  <xsl:call-template name="day-and-time"><xsl:with-param name="time" select="$header/c:madeAt"/></xsl:call-template>
                </xsl:with-param>
              </xsl:call-template>
              <xsl:call-template name="fact">
                <xsl:with-param name="name" select="'State of the log'"/>
                <xsl:with-param name="text" select="concat('through position ', $header/c:log/@throughPosition, '; tree of ',
                  $header/c:log/@treeSize, ', root ', $header/c:log/@root)"/>
              </xsl:call-template>
              <xsl:call-template name="fact">
                <xsl:with-param name="name" select="'Policy'"/>
                <xsl:with-param name="text" select="concat($header/c:policy/@name, ' ', $header/c:policy/@version,
                  ', for the audience ', $header/c:audience)"/>
              </xsl:call-template>
              <xsl:call-template name="fact">
                <xsl:with-param name="name" select="'Exported by'"/>
                <xsl:with-param name="text">
                  <xsl:call-template name="staff"><xsl:with-param name="id" select="$header/c:exportedBy"/></xsl:call-template>
                </xsl:with-param>
              </xsl:call-template>
              <xsl:call-template name="fact">
                <xsl:with-param name="name" select="'For'"/>
                <xsl:with-param name="text" select="$header/c:recipient"/>
              </xsl:call-template>
              <xsl:call-template name="fact">
                <xsl:with-param name="name" select="'Purpose'"/>
                <xsl:with-param name="text" select="$header/c:purpose"/>
              </xsl:call-template>
              <xsl:call-template name="fact">
                <xsl:with-param name="name" select="'Lawful basis'"/>
                <xsl:with-param name="text" select="$header/c:basis"/>
              </xsl:call-template>
              <xsl:for-each select="$header/c:replaces">
                <xsl:call-template name="fact">
                  <xsl:with-param name="name" select="'Replaces'"/>
                  <xsl:with-param name="text" select="concat('document ', @document, ', SHA-256 ', @sha256)"/>
                </xsl:call-template>
              </xsl:for-each>
              <xsl:call-template name="fact">
                <xsl:with-param name="name" select="'Entries'"/>
                <xsl:with-param name="text" select="string(count(/c:caseRecord/c:entries/c:entry))"/>
              </xsl:call-template>
            </tbody>
          </table>
        </text>
      </section>
    </component>
  </xsl:template>

  <xsl:template name="fact">
    <xsl:param name="name"/>
    <xsl:param name="text"/>
    <xsl:if test="normalize-space($text) != ''">
      <tr>
        <th><xsl:value-of select="$name"/></th>
        <td><xsl:value-of select="$text"/></td>
      </tr>
    </xsl:if>
  </xsl:template>

  <!-- Sections -->

  <xsl:template match="section">
    <xsl:variable name="section" select="."/>
    <xsl:for-each select="$root">
      <component>
        <section>
          <xsl:if test="$section/@code">
            <code code="{$section/@code}" codeSystem="2.16.840.1.113883.6.1" codeSystemName="LOINC" displayName="{$section/@name}"/>
          </xsl:if>
          <title><xsl:value-of select="$section/@title"/></title>
          <text>
            <xsl:choose>
              <xsl:when test="$section/@id = 'people'"><xsl:call-template name="people"/></xsl:when>
              <xsl:when test="$section/@id = 'consent'"><xsl:call-template name="consents"/></xsl:when>
              <xsl:when test="$section/@id = 'goals'"><xsl:call-template name="goals"/></xsl:when>
              <xsl:when test="$section/@id = 'concerns'"><xsl:call-template name="risks"/></xsl:when>
              <xsl:when test="$section/@id = 'work'"><xsl:call-template name="cycles-and-films"/></xsl:when>
              <xsl:when test="$section/@id = 'plan'"><xsl:call-template name="actions-and-referrals"/></xsl:when>
            </xsl:choose>
            <xsl:call-template name="entries">
              <xsl:with-param name="entries" select="key('type', $section/type)"/>
            </xsl:call-template>
          </text>
        </section>
      </component>
    </xsl:for-each>
  </xsl:template>

  <!-- Entries whose type no section lists, or that have none. Mostly there are none, and counting is quicker than looking. -->
  <xsl:template name="other-entries">
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
    <xsl:variable name="entries" select="/c:caseRecord[sum(exsl:node-set($counts)/count) != count(c:entries/c:entry)]
      /c:entries/c:entry[not(contains($listed-types, concat('|', @type, '|')))]"/>
    <xsl:if test="$entries">
      <component>
        <section>
          <title>Other entries</title>
          <text>
            <xsl:call-template name="entries"><xsl:with-param name="entries" select="$entries"/></xsl:call-template>
          </text>
        </section>
      </component>
    </xsl:if>
  </xsl:template>

  <xsl:template name="entries">
    <xsl:param name="entries"/>
    <xsl:choose>
      <xsl:when test="$entries">
        <table>
          <caption>Entries</caption>
          <thead>
            <tr>
              <th>No.</th>
              <th>When it happened</th>
              <th>What</th>
              <th>Recorded</th>
              <th>Standing</th>
            </tr>
          </thead>
          <tbody>
            <xsl:apply-templates select="$entries"/>
          </tbody>
        </table>
      </xsl:when>
      <xsl:otherwise>
        <paragraph>This document holds no entry of this kind.</paragraph>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:template match="c:entry">
    <tr ID="e-{@id}">
      <td><xsl:value-of select="@number"/></td>
      <td><xsl:call-template name="happened"/></td>
      <td>
        <content styleCode="Bold">
          <xsl:choose>
            <xsl:when test="c:title"><xsl:value-of select="c:title"/></xsl:when>
            <xsl:when test="@type"><xsl:value-of select="@type"/></xsl:when>
            <xsl:otherwise>Entry whose kind cannot be read</xsl:otherwise>
          </xsl:choose>
        </content>
        <xsl:for-each select="c:reading"><paragraph><xsl:value-of select="."/></paragraph></xsl:for-each>
        <xsl:call-template name="details"/>
      </td>
      <td>
        <xsl:call-template name="moment"><xsl:with-param name="local" select="v:london(string(c:recorded/@at))"/></xsl:call-template>
        <xsl:text> by </xsl:text>
        <xsl:call-template name="staff"><xsl:with-param name="id" select="c:recorded/@by"/></xsl:call-template>
        <xsl:for-each select="c:role"><xsl:value-of select="concat(', as ', .)"/></xsl:for-each>
        <xsl:for-each select="c:onBehalfOf">
          <xsl:text>, on behalf of </xsl:text>
          <xsl:call-template name="staff"><xsl:with-param name="id" select="."/></xsl:call-template>
        </xsl:for-each>
        <xsl:for-each select="c:firstLog">
          <xsl:text>; imported, first recorded </xsl:text>
          <xsl:call-template name="day-and-time"><xsl:with-param name="time" select="@at"/></xsl:call-template>
          <xsl:value-of select="concat(' by ', @by, ' in record ', @record)"/>
        </xsl:for-each>
      </td>
      <td>
        <xsl:call-template name="standing"/>
        <paragraph><xsl:value-of select="concat('Entry ', @id)"/></paragraph>
      </td>
    </tr>
  </xsl:template>

  <!-- A time that is not known is said to be unknown; the time of recording never stands in for it. -->
  <xsl:template name="happened">
    <xsl:choose>
      <xsl:when test="c:happened[@precision = 'instant' and not(@certainty)]/@from">
        <xsl:call-template name="moment"><xsl:with-param name="local" select="v:london(string(c:happened/@from))"/></xsl:call-template>
      </xsl:when>
      <xsl:when test="not(c:happened)">not given</xsl:when>
      <xsl:otherwise><xsl:apply-templates select="c:happened"/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:template match="c:happened">
    <xsl:choose>
      <xsl:when test="@precision = 'unknown'">not known when</xsl:when>
      <xsl:when test="@precision = 'instant' and @from">
        <xsl:call-template name="moment"><xsl:with-param name="local" select="v:london(string(@from))"/></xsl:call-template>
      </xsl:when>
      <xsl:when test="@precision = 'range' and @from and @to">
        <xsl:call-template name="moment"><xsl:with-param name="local" select="v:london(string(@from))"/></xsl:call-template>
        <xsl:text> to </xsl:text>
        <xsl:call-template name="moment"><xsl:with-param name="local" select="v:london(string(@to))"/></xsl:call-template>
      </xsl:when>
      <xsl:otherwise>
        <xsl:call-template name="day-and-time"><xsl:with-param name="time" select="."/></xsl:call-template>
      </xsl:otherwise>
    </xsl:choose>
    <xsl:if test="@certainty = 'perhaps'">, perhaps</xsl:if>
  </xsl:template>

  <xsl:template name="standing">
    <xsl:choose>
      <xsl:when test="@standing = 'current'">current</xsl:when>
      <xsl:when test="@standing = 'amended'">amended</xsl:when>
      <xsl:when test="@standing = 'in-error'">recorded in error: it does not count</xsl:when>
      <xsl:when test="@standing = 'erased'">erased</xsl:when>
      <xsl:when test="@standing = 'locked'">locked: it cannot be read now</xsl:when>
      <xsl:when test="@standing = 'not-understood'">not understood by this version: shown as it came</xsl:when>
      <xsl:otherwise><xsl:value-of select="@standing"/></xsl:otherwise>
    </xsl:choose>
    <xsl:for-each select="c:correctedBy">
      <xsl:for-each select="key('entry', @entry)">
        <xsl:text>; corrected </xsl:text>
        <xsl:call-template name="day-and-time"><xsl:with-param name="time" select="c:recorded/@at"/></xsl:call-template>
        <xsl:text> by </xsl:text>
        <xsl:call-template name="staff"><xsl:with-param name="id" select="c:recorded/@by"/></xsl:call-template>
        <xsl:value-of select="concat(' (No. ', @number, ')')"/>
      </xsl:for-each>
    </xsl:for-each>
    <xsl:if test="(@standing = 'amended' or @standing = 'in-error') and not(key('entry', c:correctedBy/@entry))">
      <xsl:text>; the correction is not in this document</xsl:text>
    </xsl:if>
  </xsl:template>

  <!-- What the line for people does not say: short fields in one paragraph, texts in one each. -->
  <xsl:template name="details">
    <xsl:variable name="reading" select="string(c:reading)"/>
    <xsl:variable name="short"><xsl:apply-templates select="c:data/*" mode="short"/></xsl:variable>
    <xsl:if test="$short != ''">
      <paragraph><xsl:value-of select="substring($short, 3)"/></paragraph>
    </xsl:if>
    <xsl:for-each select="c:data/c:text[not(contains($reading, .))] | c:data/c:texts | c:data/c:object | c:data/c:other">
      <paragraph>
        <xsl:call-template name="name"/>
        <xsl:text>: </xsl:text>
        <xsl:apply-templates select="." mode="value"/>
      </paragraph>
    </xsl:for-each>
    <xsl:apply-templates select="*" mode="detail"/>
  </xsl:template>

  <xsl:template match="*" mode="short">
    <xsl:text>; </xsl:text>
    <xsl:call-template name="name"/>
    <xsl:text>: </xsl:text>
    <xsl:apply-templates select="." mode="value"/>
  </xsl:template>
  <!-- What most fields are, in one step. -->
  <xsl:template match="c:label | c:reference | c:choice" mode="short">
    <xsl:text>; </xsl:text>
    <xsl:call-template name="name"/>
    <xsl:value-of select="concat(': ', .)"/>
  </xsl:template>
  <!-- The unit is in the name and in the value: startMs is "start". -->
  <xsl:template match="c:milliseconds" mode="short">
    <xsl:variable name="ms" select="number(.)"/>
    <xsl:value-of select="concat('; ', substring(@name, 1, string-length(@name) - 2 * contains(concat(@name, '|'), 'Ms|')), ': ')"/>
    <xsl:if test="$ms &gt;= 3600000"><xsl:value-of select="concat(floor($ms div 3600000), ':')"/></xsl:if>
    <xsl:value-of select="concat(substring(floor($ms div 60000) mod 60 + 100, 2), ':',
      substring(floor($ms div 1000) mod 60 + 100, 2), '.', substring($ms mod 1000 + 1000, 2))"/>
  </xsl:template>
  <xsl:template match="c:text | c:texts | c:object | c:other" mode="short"/>

  <!-- One pass over what an entry can have besides; the rest of its children says nothing here. -->
  <xsl:template match="*" mode="detail"/>
  <xsl:template match="c:subject[not(preceding-sibling::c:subject)]" mode="detail">
    <paragraph>
      <xsl:text>about: </xsl:text>
      <xsl:apply-templates select="../c:subject" mode="labels"/>
    </paragraph>
  </xsl:template>
  <xsl:template match="c:thirdParty[not(preceding-sibling::c:thirdParty)]" mode="detail">
    <paragraph>
      <xsl:text>mentions, as third party: </xsl:text>
      <xsl:apply-templates select="../c:thirdParty" mode="labels"/>
    </paragraph>
  </xsl:template>
  <xsl:template match="c:source" mode="detail">
    <paragraph><xsl:value-of select="concat('source: ', .)"/></paragraph>
  </xsl:template>
  <xsl:template match="c:lateReason" mode="detail">
    <paragraph><xsl:value-of select="concat('written late: ', .)"/></paragraph>
  </xsl:template>
  <xsl:template match="c:clock" mode="detail">
    <paragraph>
      <xsl:text>the clock was behind, and said </xsl:text>
      <xsl:call-template name="day-and-time"><xsl:with-param name="time" select="."/></xsl:call-template>
    </paragraph>
  </xsl:template>
  <xsl:template match="c:provenance" mode="detail">
    <paragraph>
      <xsl:text>provenance: </xsl:text>
      <xsl:apply-templates select="." mode="value"/>
    </paragraph>
  </xsl:template>
  <xsl:template match="c:cause[@entry]" mode="detail">
    <paragraph><xsl:value-of select="concat('follows from No. ', @entry)"/></paragraph>
  </xsl:template>
  <xsl:template match="c:raw | c:others" mode="detail">
    <paragraph>
      <xsl:text>as it came: </xsl:text>
      <xsl:apply-templates select="." mode="value"/>
    </paragraph>
  </xsl:template>
  <xsl:template match="c:first" mode="detail">
    <paragraph>
      <xsl:text>first written, </xsl:text>
      <xsl:call-template name="happened"/>
      <xsl:text>: </xsl:text>
      <xsl:choose>
        <xsl:when test="c:reading"><xsl:value-of select="c:reading"/></xsl:when>
        <xsl:otherwise>the words are not in this document</xsl:otherwise>
      </xsl:choose>
    </paragraph>
  </xsl:template>

  <xsl:template match="c:subject | c:thirdParty" mode="labels">
    <xsl:if test="position() &gt; 1">, </xsl:if>
    <xsl:value-of select="."/>
  </xsl:template>

  <xsl:template name="name">
    <xsl:choose>
      <xsl:when test="contains($wordy, concat('|', @name, '|'))">
        <xsl:variable name="name" select="string(@name)"/>
        <xsl:for-each select="$words"><xsl:value-of select="key('words', $name)"/></xsl:for-each>
      </xsl:when>
      <xsl:otherwise><xsl:value-of select="@name"/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- Values by the kind of field -->
  <xsl:template match="*" mode="value"><xsl:value-of select="."/></xsl:template>
  <xsl:template match="c:boolean" mode="value">
    <xsl:choose>
      <xsl:when test=". = 'true'">yes</xsl:when>
      <xsl:otherwise>no</xsl:otherwise>
    </xsl:choose>
  </xsl:template>
  <xsl:template match="c:date | c:time" mode="value">
    <xsl:choose>
      <xsl:when test="@precision = 'unknown'">not known when</xsl:when>
      <xsl:when test="contains(., '/')">
        <xsl:call-template name="day-and-time"><xsl:with-param name="time" select="substring-before(., '/')"/></xsl:call-template>
        <xsl:text> to </xsl:text>
        <xsl:call-template name="day-and-time"><xsl:with-param name="time" select="substring-after(., '/')"/></xsl:call-template>
      </xsl:when>
      <xsl:otherwise><xsl:call-template name="day-and-time"><xsl:with-param name="time" select="."/></xsl:call-template></xsl:otherwise>
    </xsl:choose>
  </xsl:template>
  <xsl:template match="c:code | c:codes/c:item" mode="value">
    <xsl:if test="position() &gt; 1 and self::c:item">, </xsl:if>
    <xsl:choose>
      <xsl:when test="@meaning"><xsl:value-of select="concat(@meaning, ' (', ., ')')"/></xsl:when>
      <xsl:otherwise><xsl:value-of select="."/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>
  <xsl:template match="c:codes" mode="value"><xsl:apply-templates select="c:item" mode="value"/></xsl:template>
  <xsl:template match="c:texts | c:references | c:staffList | c:scores" mode="value">
    <xsl:for-each select="*">
      <xsl:if test="position() &gt; 1">
        <xsl:choose>
          <xsl:when test="parent::c:texts">; </xsl:when>
          <xsl:otherwise>, </xsl:otherwise>
        </xsl:choose>
      </xsl:if>
      <xsl:for-each select="@name"><xsl:value-of select="concat(., ' ')"/></xsl:for-each>
      <xsl:choose>
        <xsl:when test="parent::c:staffList">
          <xsl:call-template name="staff"><xsl:with-param name="id" select="."/></xsl:call-template>
        </xsl:when>
        <xsl:otherwise><xsl:value-of select="."/></xsl:otherwise>
      </xsl:choose>
    </xsl:for-each>
  </xsl:template>
  <xsl:template match="c:staff" mode="value">
    <xsl:call-template name="staff"><xsl:with-param name="id" select="."/></xsl:call-template>
  </xsl:template>
  <xsl:template match="c:event" mode="value">
    <xsl:choose>
      <xsl:when test="@entry"><xsl:value-of select="concat('No. ', @entry)"/></xsl:when>
      <xsl:otherwise>an entry that is not in this document</xsl:otherwise>
    </xsl:choose>
  </xsl:template>
  <!-- Any JSON value: its members in order, the names before them. -->
  <xsl:template match="c:object | c:other | c:raw | c:others | c:provenance" mode="value">
    <xsl:apply-templates select="c:value" mode="json"/>
  </xsl:template>
  <xsl:template match="c:value" mode="json">
    <xsl:if test="position() &gt; 1">; </xsl:if>
    <xsl:for-each select="@name"><xsl:value-of select="concat(., ' ')"/></xsl:for-each>
    <xsl:choose>
      <xsl:when test="c:value">
        <xsl:if test="parent::c:value or @name">(</xsl:if>
        <xsl:apply-templates select="c:value" mode="json"/>
        <xsl:if test="parent::c:value or @name">)</xsl:if>
      </xsl:when>
      <xsl:when test="@kind = 'null'">nothing</xsl:when>
      <xsl:when test=". = ''">empty</xsl:when>
      <xsl:otherwise><xsl:value-of select="."/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- Summaries: what the entries of this document come to -->

  <xsl:template name="people">
    <xsl:if test="/c:caseRecord/c:people/c:person">
      <table>
        <caption>People</caption>
        <thead>
          <tr><th>Label</th><th>Role</th><th>Name</th><th>To the child</th><th>Born</th><th>NHS number</th><th>In the household</th></tr>
        </thead>
        <tbody>
          <xsl:for-each select="/c:caseRecord/c:people/c:person">
            <tr>
              <td><xsl:value-of select="@label"/></td>
              <td><xsl:call-template name="or-not"><xsl:with-param name="text" select="c:role"/></xsl:call-template></td>
              <td><xsl:call-template name="or-not"><xsl:with-param name="text" select="c:name"/></xsl:call-template></td>
              <td>
                <xsl:choose>
                  <xsl:when test="c:relationship/@meaning"><xsl:value-of select="c:relationship/@meaning"/></xsl:when>
                  <xsl:otherwise>
                    <xsl:call-template name="or-not"><xsl:with-param name="text" select="c:relationship"/></xsl:call-template>
                  </xsl:otherwise>
                </xsl:choose>
              </td>
              <td>
                <xsl:choose>
                  <xsl:when test="c:born">
                    <xsl:call-template name="day-and-time"><xsl:with-param name="time" select="c:born"/></xsl:call-template>
                  </xsl:when>
                  <xsl:when test="c:ageYears"><xsl:value-of select="concat('aged ', c:ageYears, ' when added')"/></xsl:when>
                  <xsl:otherwise>not given</xsl:otherwise>
                </xsl:choose>
              </td>
              <td><xsl:call-template name="or-not"><xsl:with-param name="text" select="c:nhsNumber"/></xsl:call-template></td>
              <td>
                <xsl:choose>
                  <xsl:when test="c:inHousehold = 'true'">yes</xsl:when>
                  <xsl:when test="c:inHousehold = 'false'">no</xsl:when>
                  <xsl:otherwise>not given</xsl:otherwise>
                </xsl:choose>
              </td>
            </tr>
          </xsl:for-each>
        </tbody>
      </table>
    </xsl:if>
    <xsl:if test="$state/c:responsibility">
      <list>
        <caption>Parental responsibility</caption>
        <xsl:for-each select="$state/c:responsibility">
          <item>
            <xsl:value-of select="@holder"/>
            <xsl:choose>
              <xsl:when test="@holds = 'true'"> has it for </xsl:when>
              <xsl:when test="@holds = 'false'"> does not have it for </xsl:when>
              <xsl:otherwise>: not known, for </xsl:otherwise>
            </xsl:choose>
            <xsl:value-of select="@child"/>
          </item>
        </xsl:for-each>
      </list>
    </xsl:if>
  </xsl:template>

  <xsl:template name="or-not">
    <xsl:param name="text"/>
    <xsl:choose>
      <xsl:when test="normalize-space($text) != ''"><xsl:value-of select="$text"/></xsl:when>
      <xsl:otherwise>not given</xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:template name="consents">
    <xsl:if test="$state/c:consent">
      <table>
        <caption>Consent as it stands, by the newest word of each who decides</caption>
        <thead>
          <tr><th>Use</th><th>Of the pictures or words of</th><th>Decided by</th><th>It is</th><th>Since</th><th>Entry</th></tr>
        </thead>
        <tbody>
          <xsl:for-each select="$state/c:consent">
            <tr>
              <td>
                <xsl:choose>
                  <xsl:when test="@meaning"><xsl:value-of select="concat(@meaning, ' (', @scope, ')')"/></xsl:when>
                  <xsl:otherwise><xsl:value-of select="@scope"/></xsl:otherwise>
                </xsl:choose>
                <xsl:for-each select="@film"><xsl:value-of select="concat(', ', .)"/></xsl:for-each>
              </td>
              <td><xsl:value-of select="@person"/></td>
              <td><xsl:call-template name="or-not"><xsl:with-param name="text" select="@giver"/></xsl:call-template></td>
              <td>
                <xsl:choose>
                  <xsl:when test="@state = 'not-yet'">not yet in force</xsl:when>
                  <xsl:otherwise><xsl:value-of select="@state"/></xsl:otherwise>
                </xsl:choose>
              </td>
              <td><xsl:call-template name="since-until"/></td>
              <td><xsl:call-template name="entry-number"/></td>
            </tr>
          </xsl:for-each>
        </tbody>
      </table>
    </xsl:if>
  </xsl:template>

  <xsl:template name="goals">
    <xsl:if test="$state/c:goal">
      <list>
        <caption>Goals as they stand</caption>
        <xsl:for-each select="$state/c:goal">
          <item>
            <xsl:value-of select="concat(@label, ': ', @status)"/>
            <xsl:for-each select="@outcome"><xsl:value-of select="concat(', ', .)"/></xsl:for-each>
            <xsl:for-each select="@rating"><xsl:value-of select="concat(', newest rating ', ., ' of 10')"/></xsl:for-each>
            <xsl:call-template name="see"/>
          </item>
        </xsl:for-each>
      </list>
    </xsl:if>
  </xsl:template>

  <xsl:template name="risks">
    <xsl:if test="$state/c:risk">
      <list>
        <caption>Risks as they stand</caption>
        <xsl:for-each select="$state/c:risk">
          <item>
            <xsl:value-of select="concat(@label, ': ', @status)"/>
            <xsl:for-each select="@level"><xsl:value-of select="concat(', level ', .)"/></xsl:for-each>
            <xsl:text>, since </xsl:text>
            <xsl:call-template name="since-until"/>
            <xsl:call-template name="see"/>
          </item>
        </xsl:for-each>
      </list>
    </xsl:if>
  </xsl:template>

  <xsl:template name="cycles-and-films">
    <xsl:if test="$state/c:cycle">
      <list>
        <caption>Cycles</caption>
        <xsl:for-each select="$state/c:cycle">
          <item>
            <xsl:value-of select="@label"/>
            <xsl:for-each select="@opened">
              <xsl:text>, opened </xsl:text>
              <xsl:call-template name="day-and-time"><xsl:with-param name="time" select="."/></xsl:call-template>
            </xsl:for-each>
            <xsl:for-each select="@completed">
              <xsl:text>, completed </xsl:text>
              <xsl:call-template name="day-and-time"><xsl:with-param name="time" select="."/></xsl:call-template>
            </xsl:for-each>
            <xsl:call-template name="see"/>
          </item>
        </xsl:for-each>
      </list>
    </xsl:if>
    <xsl:if test="$state/c:film">
      <list>
        <caption>Films</caption>
        <xsl:for-each select="$state/c:film">
          <item>
            <xsl:value-of select="concat(@label, ': ', @status, '; consent: ', @consent)"/>
            <xsl:call-template name="see"/>
          </item>
        </xsl:for-each>
      </list>
    </xsl:if>
  </xsl:template>

  <xsl:template name="actions-and-referrals">
    <xsl:if test="$state/c:action">
      <list>
        <caption>Actions as they stand</caption>
        <xsl:for-each select="$state/c:action">
          <item>
            <xsl:value-of select="concat(@label, ': ', @status)"/>
            <xsl:for-each select="@due">
              <xsl:text>, due </xsl:text>
              <xsl:call-template name="day-and-time"><xsl:with-param name="time" select="."/></xsl:call-template>
            </xsl:for-each>
            <xsl:call-template name="see"/>
          </item>
        </xsl:for-each>
      </list>
    </xsl:if>
    <xsl:if test="$state/c:referral">
      <list>
        <caption>Referrals as they stand</caption>
        <xsl:for-each select="$state/c:referral">
          <item>
            <xsl:value-of select="concat(@label, ': ', @status)"/>
            <xsl:call-template name="see"/>
          </item>
        </xsl:for-each>
      </list>
    </xsl:if>
  </xsl:template>

  <xsl:template name="see">
    <xsl:for-each select="@entry"><xsl:value-of select="concat(' (No. ', ., ')')"/></xsl:for-each>
  </xsl:template>
  <xsl:template name="entry-number">
    <xsl:choose>
      <xsl:when test="@entry"><xsl:value-of select="concat('No. ', @entry)"/></xsl:when>
      <xsl:otherwise>not in this document</xsl:otherwise>
    </xsl:choose>
  </xsl:template>
  <xsl:template name="since-until">
    <xsl:choose>
      <xsl:when test="@since">
        <xsl:call-template name="day-and-time"><xsl:with-param name="time" select="@since"/></xsl:call-template>
      </xsl:when>
      <xsl:otherwise>not known when</xsl:otherwise>
    </xsl:choose>
    <xsl:for-each select="@until">
      <xsl:text>, until </xsl:text>
      <xsl:call-template name="day-and-time"><xsl:with-param name="time" select="."/></xsl:call-template>
    </xsl:for-each>
  </xsl:template>

  <!-- People and times in words -->

  <xsl:template name="person">
    <xsl:param name="label"/>
    <xsl:value-of select="$label"/>
    <xsl:for-each select="key('person', $label)/c:name"><xsl:value-of select="concat(', ', .)"/></xsl:for-each>
  </xsl:template>

  <xsl:template name="staff">
    <xsl:param name="id"/>
    <xsl:variable name="name" select="key('member', $id)/c:name"/>
    <xsl:choose>
      <xsl:when test="$name"><xsl:value-of select="concat($name, ' (', $id, ')')"/></xsl:when>
      <xsl:otherwise><xsl:value-of select="$id"/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- 22 November 2026, 10:15; 22 November 2026; November 2026. What is none of these stays as it is. -->
  <xsl:template name="day-and-time">
    <xsl:param name="time"/>
    <xsl:variable name="form" select="translate($time, '123456789', '000000000')"/>
    <xsl:choose>
      <xsl:when test="starts-with($form, '0000-00-00T00:00')">
        <xsl:call-template name="moment"><xsl:with-param name="local" select="v:london(string($time))"/></xsl:call-template>
      </xsl:when>
      <xsl:when test="$form = '0000-00-00' or $form = '0000-00'">
        <xsl:call-template name="day"><xsl:with-param name="date" select="$time"/></xsl:call-template>
      </xsl:when>
      <xsl:when test="$time = 'unknown'">not known when</xsl:when>
      <xsl:otherwise><xsl:value-of select="$time"/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- What a clock in London showed. Nearly every time is one of these, so it is written in one step. -->
  <xsl:template name="moment">
    <xsl:param name="local"/>
    <xsl:value-of select="concat(number(substring($local, 9, 2)), ' ', substring-before(substring(
      'January   February  March     April     May       June      July      August    September October   November  December  ',
      number(substring($local, 6, 2)) * 10 - 9, 10), ' '), ' ', substring($local, 1, 4), ', ', substring($local, 12, 5))"/>
  </xsl:template>

  <xsl:template name="day">
    <xsl:param name="date"/>
    <xsl:if test="string-length($date) = 10"><xsl:value-of select="concat(number(substring($date, 9, 2)), ' ')"/></xsl:if>
    <xsl:value-of select="concat(normalize-space(substring(
      'January  February March    April    May      June     July     August   SeptemberOctober  November December ',
      number(substring($date, 6, 2)) * 9 - 8, 9)), ' ', substring($date, 1, 4))"/>
  </xsl:template>

  <!-- The data type TS: an instant in London's time with its offset, or a date as precise as it is. -->
  <xsl:template name="ts">
    <xsl:param name="time"/>
    <xsl:choose>
      <xsl:when test="contains($time, 'T')">
        <xsl:variable name="local" select="v:london(string($time))"/>
        <xsl:value-of select="concat(translate(substring($local, 1, 23), '-T:', ''), translate(substring($local, 24), ':', ''))"/>
      </xsl:when>
      <xsl:otherwise><xsl:value-of select="translate($time, '-', '')"/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>
</xsl:stylesheet>
