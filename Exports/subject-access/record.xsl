<?xml version="1.0" encoding="UTF-8"?>
<!--
  Case record to a person's own copy: every entry of the case record once, in parts that can be read, with when, who recorded
  it and how it stands. It adds explanations and takes nothing away.
-->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns="urn:vigil:subject-access:1"
  xmlns:c="urn:vigil:case-record:1" xmlns:exsl="http://exslt.org/common" exclude-result-prefixes="c exsl">
  <xsl:include href="words.xsl"/>
  <xsl:include href="sections.xsl"/>

  <xsl:key name="following" match="c:entry" use="c:cause/@entry"/>
  <xsl:key name="corrected" match="c:entry" use="c:correctedBy/@entry"/>

  <xsl:variable name="root" select="/"/>
  <xsl:variable name="entries" select="/c:caseRecord/c:entries/c:entry"/>
  <xsl:variable name="listed">
    <xsl:for-each select="exsl:node-set($sections)/section"><xsl:value-of select="@types"/></xsl:for-each>
  </xsl:variable>

  <xsl:template name="record">
    <xsl:variable name="about" select="$header/c:about/@person"/>
    <personalRecord version="1">
      <header entries="{count($entries)}">
        <document id="{$header/c:document/@id}"/>
        <xsl:for-each select="$header/c:replaces"><replaces document="{@document}" sha256="{@sha256}"/></xsl:for-each>
        <service name="{$service}">
          <xsl:for-each select="$header/c:organization/@ods"><xsl:attribute name="ods"><xsl:value-of select="."/></xsl:attribute></xsl:for-each>
        </service>
        <record id="{$header/c:record/@id}" name="{$header/c:record/@name}"/>
        <case id="{$header/c:case/@id}" reference="{$header/c:case/@reference}"/>
        <xsl:for-each select="$about">
          <person label="{.}">
            <xsl:for-each select="key('person', .)/c:born"><xsl:attribute name="born"><xsl:value-of select="."/></xsl:attribute></xsl:for-each>
            <xsl:for-each select="key('person', .)/c:nhsNumber"><xsl:attribute name="nhsNumber"><xsl:value-of select="."/></xsl:attribute></xsl:for-each>
            <xsl:call-template name="person"><xsl:with-param name="label" select="string(.)"/></xsl:call-template>
          </person>
        </xsl:for-each>
        <xsl:for-each select="$header/c:asOf"><asOf><xsl:value-of select="."/></asOf></xsl:for-each>
        <xsl:for-each select="$header/c:knownAt"><knownAt><xsl:value-of select="."/></knownAt></xsl:for-each>
        <xsl:for-each select="$header/c:from"><from><xsl:value-of select="."/></from></xsl:for-each>
        <xsl:for-each select="$header/c:until"><until><xsl:value-of select="."/></until></xsl:for-each>
        <xsl:for-each select="$header/c:madeAt"><madeAt><xsl:value-of select="."/></madeAt></xsl:for-each>
        <log throughPosition="{$header/c:log/@throughPosition}" treeSize="{$header/c:log/@treeSize}" root="{$header/c:log/@root}"/>
        <xsl:for-each select="$header/c:policy"><policy name="{@name}" version="{@version}"/></xsl:for-each>
        <preparedBy id="{$header/c:exportedBy}">
          <xsl:call-template name="staff"><xsl:with-param name="id" select="$header/c:exportedBy"/></xsl:call-template>
        </preparedBy>
        <xsl:for-each select="$header/c:recipient"><recipient><xsl:value-of select="."/></recipient></xsl:for-each>
        <xsl:for-each select="$header/c:purpose"><purpose><xsl:value-of select="."/></purpose></xsl:for-each>
        <xsl:for-each select="$header/c:basis"><basis><xsl:value-of select="."/></basis></xsl:for-each>
      </header>
      <xsl:if test="$header/c:withheld/c:ground">
        <withheld>
          <xsl:for-each select="$header/c:withheld/c:ground">
            <ground>
              <xsl:copy-of select="@rule | @count"/>
              <xsl:value-of select="."/>
            </ground>
          </xsl:for-each>
        </withheld>
      </xsl:if>
      <xsl:for-each select="/c:caseRecord/c:people">
        <people>
          <xsl:for-each select="c:person">
            <person label="{@label}">
              <xsl:for-each select="c:role"><xsl:attribute name="role"><xsl:value-of select="translate(., '-', ' ')"/></xsl:attribute></xsl:for-each>
              <xsl:for-each select="c:relationship">
                <xsl:attribute name="relationship"><xsl:apply-templates select="." mode="meaning"/></xsl:attribute>
              </xsl:for-each>
              <xsl:call-template name="person"><xsl:with-param name="label" select="@label"/></xsl:call-template>
            </person>
          </xsl:for-each>
        </people>
      </xsl:for-each>
      <xsl:for-each select="/c:caseRecord/c:staff">
        <staff>
          <xsl:for-each select="c:member">
            <member id="{@id}">
              <name><xsl:value-of select="c:name"/></name>
              <xsl:for-each select="c:post"><post><xsl:value-of select="."/></post></xsl:for-each>
              <xsl:for-each select="c:registration"><registration><xsl:value-of select="."/></registration></xsl:for-each>
              <xsl:for-each select="c:role"><role><xsl:value-of select="translate(., '-', ' ')"/></role></xsl:for-each>
            </member>
          </xsl:for-each>
        </staff>
      </xsl:for-each>
      <xsl:for-each select="exsl:node-set($sections)/section">
        <xsl:variable name="types" select="@types"/>
        <xsl:variable name="in" select="$entries[@type][contains($types, concat(' ', @type, ' '))]"/>
        <xsl:if test="$in">
          <section id="{@id}" title="{@title}">
            <about><xsl:value-of select="@about"/></about>
            <xsl:apply-templates select="$in" mode="entry"/>
          </section>
        </xsl:if>
      </xsl:for-each>
      <xsl:variable name="rest" select="$entries[not(@type) or not(contains($listed, concat(' ', @type, ' ')))]"/>
      <xsl:if test="$rest">
        <section id="rest" title="Other entries">
          <about>What has no place in the parts above.</about>
          <xsl:apply-templates select="$rest" mode="entry"/>
        </section>
      </xsl:if>
      <words>
        <xsl:for-each select="exsl:node-set($words)/word">
          <word name="{@name}"><xsl:value-of select="normalize-space(.)"/></word>
        </xsl:for-each>
      </words>
      <rights>
        <xsl:for-each select="exsl:node-set($rights)/right">
          <right title="{@title}"><xsl:value-of select="normalize-space(.)"/></right>
        </xsl:for-each>
      </rights>
    </personalRecord>
  </xsl:template>

  <xsl:template match="c:relationship" mode="meaning">
    <xsl:choose>
      <xsl:when test="@meaning"><xsl:value-of select="@meaning"/></xsl:when>
      <xsl:otherwise><xsl:value-of select="."/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- Entries -->

  <xsl:template match="c:entry" mode="entry">
    <entry number="{@number}" id="{@id}" standing="{@standing}">
      <xsl:for-each select="@type"><xsl:attribute name="type"><xsl:value-of select="."/></xsl:attribute></xsl:for-each>
      <title><xsl:apply-templates select="." mode="named"/></title>
      <date>
        <xsl:attribute name="precision">
          <xsl:choose>
            <xsl:when test="c:happened/@from"><xsl:value-of select="c:happened/@precision"/></xsl:when>
            <xsl:otherwise>unknown</xsl:otherwise>
          </xsl:choose>
        </xsl:attribute>
        <xsl:if test="c:happened/@from and c:happened/@precision != 'unknown'">
          <xsl:attribute name="from"><xsl:value-of select="c:happened/@from"/></xsl:attribute>
          <xsl:attribute name="to"><xsl:value-of select="c:happened/@to"/></xsl:attribute>
        </xsl:if>
        <xsl:apply-templates select="." mode="when"/>
      </date>
      <xsl:if test="normalize-space(c:reading) != ''"><line><xsl:value-of select="c:reading"/></line></xsl:if>
      <xsl:apply-templates select="c:data/*" mode="field"/>
      <xsl:for-each select="c:raw/c:value | c:others/c:value | c:provenance/c:value">
        <field>
          <xsl:attribute name="name">
            <xsl:choose>
              <xsl:when test="parent::c:provenance">where it comes from</xsl:when>
              <xsl:when test="parent::c:others">beside the data</xsl:when>
              <xsl:otherwise>data</xsl:otherwise>
            </xsl:choose>
          </xsl:attribute>
          <xsl:apply-templates select="." mode="value"/>
        </field>
      </xsl:for-each>
      <xsl:for-each select="c:lateReason"><field name="why it was written late"><xsl:value-of select="."/></field></xsl:for-each>
      <xsl:for-each select="c:clock">
        <field name="what the clock said"><xsl:call-template name="day-and-time"><xsl:with-param name="time" select="string(.)"/></xsl:call-template></field>
      </xsl:for-each>
      <xsl:for-each select="c:first">
        <xsl:if test="normalize-space(c:reading) != ''"><field name="as it was first written"><xsl:value-of select="c:reading"/></field></xsl:if>
      </xsl:for-each>
      <xsl:for-each select="c:subject[not(. = preceding-sibling::c:subject)]">
        <concerns label="{.}"><xsl:call-template name="person"><xsl:with-param name="label" select="string(.)"/></xsl:call-template></concerns>
      </xsl:for-each>
      <xsl:for-each select="c:thirdParty[not(. = preceding-sibling::c:thirdParty)]">
        <concerns label="{.}"><xsl:call-template name="person"><xsl:with-param name="label" select="string(.)"/></xsl:call-template></concerns>
      </xsl:for-each>
      <xsl:for-each select="c:source"><source><xsl:value-of select="."/></source></xsl:for-each>
      <recorded at="{c:recorded/@at}" by="{c:recorded/@by}"><xsl:apply-templates select="." mode="recorded"/></recorded>
      <xsl:for-each select="c:correctedBy">
        <xsl:variable name="correction" select="key('entry', @entry)"/>
        <corrected entry="{@entry}" at="{$correction/c:recorded/@at}" by="{$correction/c:recorded/@by}">
          <xsl:apply-templates select="$correction" mode="recorded"/>
          <xsl:for-each select="$correction/c:source"><xsl:value-of select="concat('; on the word of ', .)"/></xsl:for-each>
        </corrected>
      </xsl:for-each>
      <xsl:for-each select="c:cause/@entry">
        <see entry="{.}" why="follows"><xsl:apply-templates select="key('entry', .)" mode="named"/></see>
      </xsl:for-each>
      <xsl:for-each select="key('corrected', @number)">
        <see entry="{@number}" why="corrects"><xsl:apply-templates select="." mode="named"/></see>
      </xsl:for-each>
      <!-- What somebody, as the person themselves, had to say about an entry that was corrected. -->
      <xsl:if test="c:correctedBy">
        <xsl:for-each select="key('following', @number)[not(@type = 'entry-amended' or @type = 'entry-marked-in-error')]">
          <see entry="{@number}" why="said">
            <xsl:choose>
              <xsl:when test="normalize-space(c:reading) != ''"><xsl:value-of select="c:reading"/></xsl:when>
              <xsl:otherwise><xsl:apply-templates select="." mode="named"/></xsl:otherwise>
            </xsl:choose>
          </see>
        </xsl:for-each>
      </xsl:if>
      <!-- Their statement about an entry that was not changed. -->
      <xsl:for-each select="c:disputedBy">
        <see entry="{@entry}" why="said">
          <xsl:for-each select="key('entry', @entry)">
            <xsl:choose>
              <xsl:when test="normalize-space(c:data/c:text[@name = 'statement']) != ''"><xsl:value-of select="c:data/c:text[@name = 'statement']"/></xsl:when>
              <xsl:otherwise><xsl:apply-templates select="." mode="named"/></xsl:otherwise>
            </xsl:choose>
          </xsl:for-each>
        </see>
      </xsl:for-each>
      <standing>
        <xsl:choose>
          <xsl:when test="@standing = 'current'">Stands as it was written.</xsl:when>
          <xsl:when test="@standing = 'amended'">Was changed. What is shown is how it stands now.</xsl:when>
          <xsl:when test="@standing = 'in-error' and c:data">Was recorded by mistake. It does not count.</xsl:when>
          <xsl:when test="@standing = 'in-error'">Was recorded by mistake. It does not count, and its words are not shown.</xsl:when>
          <xsl:when test="@standing = 'erased'">Was erased by law. Only this place is left.</xsl:when>
          <xsl:when test="@standing = 'locked'">Cannot be opened, since its key is missing.</xsl:when>
          <xsl:when test="@standing = 'not-understood'">Was written by a newer version. Its data are shown as they came.</xsl:when>
        </xsl:choose>
      </standing>
    </entry>
  </xsl:template>

  <xsl:template match="c:entry" mode="named">
    <xsl:choose>
      <xsl:when test="normalize-space(c:title) != ''"><xsl:value-of select="c:title"/></xsl:when>
      <xsl:when test="@type"><xsl:value-of select="translate(@type, '-', ' ')"/></xsl:when>
      <xsl:otherwise>An entry</xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- A field whose words the line holds already is not said again; a number always is. -->
  <xsl:template match="*" mode="field">
    <xsl:variable name="value"><xsl:apply-templates select="." mode="value"/></xsl:variable>
    <xsl:variable name="reading" select="string(ancestor::c:entry/c:reading)"/>
    <xsl:variable name="repeats" select="(self::c:text or self::c:choice or self::c:code or self::c:label or self::c:reference or self::c:texts)
      and contains($reading, string($value)) or (self::c:label or self::c:reference or self::c:choice) and contains($reading, .)"/>
    <xsl:if test="not($repeats) and normalize-space($value) != ''">
      <field>
        <xsl:attribute name="name">
          <xsl:choose>
            <xsl:when test="normalize-space(@name) = ''">value</xsl:when>
            <xsl:when test="self::c:milliseconds and substring(@name, string-length(@name) - 1) = 'Ms'">
              <xsl:call-template name="humanise"><xsl:with-param name="name" select="substring(@name, 1, string-length(@name) - 2)"/></xsl:call-template>
            </xsl:when>
            <xsl:otherwise><xsl:call-template name="humanise"><xsl:with-param name="name" select="@name"/></xsl:call-template></xsl:otherwise>
          </xsl:choose>
        </xsl:attribute>
        <xsl:value-of select="$value"/>
      </field>
    </xsl:if>
  </xsl:template>
</xsl:stylesheet>
