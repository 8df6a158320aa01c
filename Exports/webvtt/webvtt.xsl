<?xml version="1.0" encoding="UTF-8"?>
<!--
  Case record to WebVTT: the utterances of the one shared review that header/of names.

  Every text passes through "plain", which makes it one line and escapes it, so that no text of the
  record can end a block, open a tag or look like a line of times.
-->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:c="urn:vigil:case-record:1" exclude-result-prefixes="c">
  <xsl:output method="text" encoding="UTF-8"/>

  <xsl:key name="entry" match="c:entry" use="@number"/>
  <xsl:key name="of-review" match="c:entry" use="c:data/*[@name = 'review']"/>

  <xsl:variable name="header" select="/c:caseRecord/c:header"/>
  <xsl:variable name="review" select="string($header/c:of/@label)"/>
  <xsl:variable name="in-review" select="key('of-review', $review)"/>
  <xsl:variable name="utterances" select="$in-review[@type = 'utterance-recorded']"/>
  <!-- A cue needs a start and an end. -->
  <xsl:variable name="timed" select="$utterances[c:data/c:milliseconds[@name = 'startMs']
    &lt;= c:data/c:milliseconds[@name = 'endMs']]"/>
  <xsl:variable name="untimed" select="$utterances[not(c:data/c:milliseconds[@name = 'startMs']
    &lt;= c:data/c:milliseconds[@name = 'endMs'])]"/>

  <xsl:template match="/">
    <xsl:text>WEBVTT Transcript of a shared review&#10;&#10;NOTE&#10;</xsl:text>
    <xsl:text>Transcript of </xsl:text>
    <xsl:choose>
      <xsl:when test="$review != ''">
        <xsl:call-template name="plain"><xsl:with-param name="text" select="$review"/></xsl:call-template>
      </xsl:when>
      <xsl:otherwise>a shared review</xsl:otherwise>
    </xsl:choose>
    <xsl:text>, case </xsl:text>
    <xsl:call-template name="plain"><xsl:with-param name="text" select="$header/c:case/@reference"/></xsl:call-template>
    <xsl:text>, made from the case record for research. A working copy, not the record.&#10;</xsl:text>
    <xsl:apply-templates select="$header" mode="note"/>
    <xsl:for-each select="$in-review[@type = 'shared-review-held'][1]">
      <xsl:value-of select="concat('Review: entry ', @id, '&#10;')"/>
      <xsl:apply-templates select="c:happened" mode="note"/>
    </xsl:for-each>
    <xsl:text>Times: from the start of the review, in hours, minutes, seconds and milliseconds&#10;</xsl:text>
    <xsl:value-of select="concat('Utterances: ', count($timed), ' with times, ', count($untimed), ' without&#10;')"/>
    <xsl:text>Class "paraphrase": the words are not the speaker's own&#10;</xsl:text>
    <xsl:text>Ids of cues are ids of entries. Ampersands and angle brackets are escaped, in notes, too&#10;</xsl:text>
    <xsl:apply-templates select="$timed" mode="cue">
      <xsl:sort select="c:data/c:milliseconds[@name = 'startMs']" data-type="number"/>
      <xsl:sort select="c:data/c:milliseconds[@name = 'endMs']" data-type="number"/>
    </xsl:apply-templates>
    <xsl:if test="$untimed">
      <xsl:text>&#10;NOTE&#10;Utterances without times, in the order of the case record&#10;</xsl:text>
      <xsl:apply-templates select="$untimed" mode="line"/>
    </xsl:if>
    <xsl:if test="$utterances[@standing = 'amended']">
      <xsl:text>&#10;NOTE&#10;Utterances whose entry was amended: the newest words stand here&#10;</xsl:text>
      <xsl:apply-templates select="$utterances[@standing = 'amended']" mode="amended"/>
    </xsl:if>
  </xsl:template>

  <!-- The header of the case record, one fact a line. -->
  <xsl:template match="c:header" mode="note">
    <xsl:apply-templates select="c:document/@id | c:replaces/@document | c:organization/@name | c:asOf | c:knownAt | c:from | c:until"
      mode="fact"/>
    <xsl:apply-templates select="c:record/@name | c:madeAt | c:exportedBy | c:recipient | c:purpose | c:basis" mode="fact"/>
    <xsl:value-of select="concat('Log: through position ', c:log/@throughPosition, ', root ', c:log/@root, '&#10;')"/>
    <xsl:text>Policy: </xsl:text>
    <xsl:call-template name="plain">
      <xsl:with-param name="text" select="concat(c:policy/@name, ' ', c:policy/@version, ', audience ', c:audience)"/>
    </xsl:call-template>
    <xsl:text>&#10;</xsl:text>
  </xsl:template>

  <xsl:template match="@* | *" mode="fact">
    <xsl:apply-templates select="." mode="caption"/>
    <xsl:call-template name="plain"><xsl:with-param name="text" select="."/></xsl:call-template>
    <xsl:text>&#10;</xsl:text>
  </xsl:template>
  <xsl:template match="c:document/@id" mode="caption">Document: </xsl:template>
  <xsl:template match="c:replaces/@document" mode="caption">Replaces document: </xsl:template>
  <xsl:template match="c:record/@name" mode="caption">Record: </xsl:template>
  <xsl:template match="c:organization/@name" mode="caption">Organisation: </xsl:template>
  <xsl:template match="c:asOf" mode="caption">As of (what had happened, or may have, by): </xsl:template>
  <xsl:template match="c:knownAt" mode="caption">Known at (what had been recorded by): </xsl:template>
  <xsl:template match="c:from" mode="caption">From: </xsl:template>
  <xsl:template match="c:until" mode="caption">Until: </xsl:template>
  <xsl:template match="c:madeAt" mode="caption">Newest entry recorded: </xsl:template>
  <xsl:template match="c:exportedBy" mode="caption">Exported by: </xsl:template>
  <xsl:template match="c:recipient" mode="caption">Recipient: </xsl:template>
  <xsl:template match="c:purpose" mode="caption">Purpose: </xsl:template>
  <xsl:template match="c:basis" mode="caption">Lawful basis: </xsl:template>

  <xsl:template match="c:happened" mode="note">
    <xsl:text>Held: </xsl:text>
    <xsl:choose>
      <xsl:when test="@precision = 'unknown'">when is not known</xsl:when>
      <xsl:otherwise><xsl:call-template name="plain"><xsl:with-param name="text" select="."/></xsl:call-template></xsl:otherwise>
    </xsl:choose>
    <xsl:if test="@certainty = 'perhaps'">, perhaps</xsl:if>
    <xsl:text>&#10;</xsl:text>
  </xsl:template>

  <!-- A cue must end after its start: what ends when it starts takes one millisecond. -->
  <xsl:template match="c:entry" mode="cue">
    <xsl:variable name="start" select="number(c:data/c:milliseconds[@name = 'startMs'])"/>
    <xsl:variable name="end" select="number(c:data/c:milliseconds[@name = 'endMs'])"/>
    <xsl:value-of select="concat('&#10;', @id, '&#10;')"/>
    <xsl:call-template name="time"><xsl:with-param name="ms" select="$start"/></xsl:call-template>
    <xsl:text> --&gt; </xsl:text>
    <xsl:call-template name="time"><xsl:with-param name="ms" select="$end + ($end = $start)"/></xsl:call-template>
    <xsl:text>&#10;&lt;v</xsl:text>
    <xsl:if test="c:data/*[@name = 'isParaphrase'] = 'true'">.paraphrase</xsl:if>
    <xsl:text> </xsl:text>
    <xsl:call-template name="speaker"/>
    <xsl:text>&gt;</xsl:text>
    <xsl:call-template name="words"/>
    <xsl:text>&#10;</xsl:text>
  </xsl:template>

  <xsl:template match="c:entry" mode="line">
    <xsl:value-of select="concat(@id, ' ')"/>
    <xsl:call-template name="speaker"/>
    <xsl:if test="c:data/*[@name = 'isParaphrase'] = 'true'">, paraphrase</xsl:if>
    <xsl:for-each select="c:data/c:milliseconds[@name = 'startMs']">
      <xsl:text>, from </xsl:text>
      <xsl:call-template name="time"><xsl:with-param name="ms" select="number(.)"/></xsl:call-template>
    </xsl:for-each>
    <xsl:for-each select="c:data/c:milliseconds[@name = 'endMs']">
      <xsl:text>, until </xsl:text>
      <xsl:call-template name="time"><xsl:with-param name="ms" select="number(.)"/></xsl:call-template>
    </xsl:for-each>
    <xsl:text>: </xsl:text>
    <xsl:call-template name="words"/>
    <xsl:text>&#10;</xsl:text>
  </xsl:template>

  <xsl:template match="c:entry" mode="amended">
    <xsl:variable name="correction" select="key('entry', c:correctedBy[last()]/@entry)"/>
    <xsl:value-of select="@id"/>
    <xsl:choose>
      <xsl:when test="$correction">
        <xsl:value-of select="concat(' at ', $correction/c:recorded/@at, ' by ', $correction/c:recorded/@by,
          ' (entry ', $correction/@id, ')')"/>
      </xsl:when>
      <xsl:otherwise> by an entry that is not in the case record document</xsl:otherwise>
    </xsl:choose>
    <xsl:text>&#10;</xsl:text>
  </xsl:template>

  <xsl:template name="speaker">
    <xsl:variable name="speaker" select="normalize-space(c:data/*[@name = 'speaker'])"/>
    <xsl:variable name="person" select="normalize-space(c:data/*[@name = 'person'])"/>
    <xsl:call-template name="plain">
      <xsl:with-param name="text">
        <xsl:choose>
          <xsl:when test="$speaker != '' and $person != ''"><xsl:value-of select="concat($speaker, ' (', $person, ')')"/></xsl:when>
          <xsl:when test="$speaker != '' or $person != ''"><xsl:value-of select="concat($speaker, $person)"/></xsl:when>
          <xsl:otherwise>speaker not given</xsl:otherwise>
        </xsl:choose>
      </xsl:with-param>
    </xsl:call-template>
  </xsl:template>

  <xsl:template name="words">
    <xsl:variable name="words">
      <xsl:call-template name="plain"><xsl:with-param name="text" select="c:data/*[@name = 'words']"/></xsl:call-template>
    </xsl:variable>
    <xsl:choose>
      <xsl:when test="$words != ''"><xsl:value-of select="$words"/></xsl:when>
      <xsl:otherwise>[words not in this document]</xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- hh:mm:ss.ttt -->
  <xsl:template name="time">
    <xsl:param name="ms"/>
    <xsl:value-of select="concat(format-number(floor($ms div 3600000), '00'), ':',
      format-number(floor($ms div 60000) mod 60, '00'), ':',
      format-number(floor($ms div 1000) mod 60, '00'), '.', format-number($ms mod 1000, '000'))"/>
  </xsl:template>

  <!-- One line; &, < and > escaped. The other line ends of Unicode are made spaces, too: readers differ on them. -->
  <xsl:template name="plain">
    <xsl:param name="text"/>
    <xsl:call-template name="escape">
      <xsl:with-param name="text" select="normalize-space(translate($text, '&#x85;&#x2028;&#x2029;', '   '))"/>
    </xsl:call-template>
  </xsl:template>

  <!--
    Halves the text when it holds more than one such character, so that a long text cannot exhaust the
    depth of calls.
  -->
  <xsl:template name="escape">
    <xsl:param name="text"/>
    <xsl:variable name="special" select="string-length($text) - string-length(translate($text, '&amp;&lt;&gt;', ''))"/>
    <xsl:choose>
      <xsl:when test="$special = 0"><xsl:value-of select="$text"/></xsl:when>
      <xsl:when test="$text = '&amp;'">&amp;amp;</xsl:when>
      <xsl:when test="$text = '&lt;'">&amp;lt;</xsl:when>
      <xsl:when test="$text = '&gt;'">&amp;gt;</xsl:when>
      <xsl:otherwise>
        <xsl:variable name="half" select="floor(string-length($text) div 2)"/>
        <xsl:call-template name="escape"><xsl:with-param name="text" select="substring($text, 1, $half)"/></xsl:call-template>
        <xsl:call-template name="escape"><xsl:with-param name="text" select="substring($text, $half + 1)"/></xsl:call-template>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>
</xsl:stylesheet>
