<?xml version="1.0" encoding="UTF-8"?>
<!--
  Times, people and fields of a case record in words. The same file stands in the folders chronology,
  closing-letter and subject-access, since a stylesheet reads nothing outside its own; a check compares them.
-->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:c="urn:vigil:case-record:1" xmlns:v="urn:vigil:functions:1" exclude-result-prefixes="c v">
  <xsl:key name="entry" match="c:entry" use="@number"/>
  <xsl:key name="member" match="c:member" use="@id"/>
  <xsl:key name="person" match="c:person" use="@label"/>

  <xsl:variable name="upper" select="'ABCDEFGHIJKLMNOPQRSTUVWXYZ'"/>
  <xsl:variable name="lower" select="'abcdefghijklmnopqrstuvwxyz'"/>
  <xsl:variable name="header" select="/c:caseRecord/c:header"/>
  <xsl:variable name="service">
    <xsl:choose>
      <xsl:when test="$header/c:organization/@name"><xsl:value-of select="$header/c:organization/@name"/></xsl:when>
      <xsl:otherwise><xsl:value-of select="$header/c:record/@name"/></xsl:otherwise>
    </xsl:choose>
  </xsl:variable>

  <!-- Times -->

  <!-- 22 November 2026, 10:15; 22 November 2026; November 2026. What is none of these stays as it is. -->
  <xsl:template name="day-and-time">
    <xsl:param name="time"/>
    <xsl:variable name="form" select="translate($time, '123456789', '000000000')"/>
    <xsl:choose>
      <xsl:when test="starts-with($form, '0000-00-00T00:00')">
        <xsl:variable name="local" select="v:london(string($time))"/>
        <xsl:call-template name="day"><xsl:with-param name="date" select="substring($local, 1, 10)"/></xsl:call-template>
        <xsl:value-of select="concat(', ', substring($local, 12, 5))"/>
      </xsl:when>
      <xsl:when test="$form = '0000-00-00' or $form = '0000-00'">
        <xsl:call-template name="day"><xsl:with-param name="date" select="$time"/></xsl:call-template>
      </xsl:when>
      <xsl:when test="$time = 'unknown'">not known when</xsl:when>
      <xsl:otherwise><xsl:value-of select="$time"/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- Two times with a stroke between, too. -->
  <xsl:template name="time-in-words">
    <xsl:param name="time"/>
    <xsl:choose>
      <xsl:when test="contains($time, '/')">
        <xsl:call-template name="from-to">
          <xsl:with-param name="from" select="substring-before($time, '/')"/>
          <xsl:with-param name="to" select="substring-after($time, '/')"/>
        </xsl:call-template>
      </xsl:when>
      <xsl:otherwise>
        <xsl:call-template name="day-and-time"><xsl:with-param name="time" select="$time"/></xsl:call-template>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- On one day, the day stands once. -->
  <xsl:template name="from-to">
    <xsl:param name="from"/>
    <xsl:param name="to"/>
    <xsl:variable name="end" select="v:london(string($to))"/>
    <xsl:call-template name="day-and-time"><xsl:with-param name="time" select="$from"/></xsl:call-template>
    <xsl:text> to </xsl:text>
    <xsl:choose>
      <xsl:when test="$end != '' and substring(v:london(string($from)), 1, 10) = substring($end, 1, 10)">
        <xsl:value-of select="substring($end, 12, 5)"/>
      </xsl:when>
      <xsl:otherwise>
        <xsl:call-template name="day-and-time"><xsl:with-param name="time" select="$to"/></xsl:call-template>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:template name="day">
    <xsl:param name="date"/>
    <xsl:if test="string-length($date) = 10"><xsl:value-of select="concat(number(substring($date, 9, 2)), ' ')"/></xsl:if>
    <xsl:value-of select="concat(normalize-space(substring(
      'January  February March    April    May      June     July     August   SeptemberOctober  November December ',
      number(substring($date, 6, 2)) * 9 - 8, 9)), ' ', substring($date, 1, 4))"/>
  </xsl:template>

  <!-- When an entry happened, as precisely as it is known. -->
  <xsl:template match="c:entry" mode="when">
    <xsl:choose>
      <xsl:when test="not(c:happened) or c:happened/@precision = 'unknown' or not(c:happened/@from)">not known when</xsl:when>
      <xsl:when test="c:happened/@precision = 'instant'">
        <xsl:call-template name="day-and-time"><xsl:with-param name="time" select="c:happened/@from"/></xsl:call-template>
      </xsl:when>
      <xsl:when test="c:happened/@precision = 'range'">
        <xsl:call-template name="from-to">
          <xsl:with-param name="from" select="c:happened/@from"/>
          <xsl:with-param name="to" select="c:happened/@to"/>
        </xsl:call-template>
      </xsl:when>
      <xsl:otherwise>
        <xsl:call-template name="day-and-time"><xsl:with-param name="time" select="string(c:happened)"/></xsl:call-template>
      </xsl:otherwise>
    </xsl:choose>
    <xsl:if test="c:happened/@certainty = 'perhaps'">, perhaps</xsl:if>
  </xsl:template>

  <!-- The length of a film or a place in it: 1:02:05, 0:41.5. -->
  <xsl:template name="length">
    <xsl:param name="ms"/>
    <xsl:if test="$ms &gt;= 3600000"><xsl:value-of select="concat(floor($ms div 3600000), ':')"/></xsl:if>
    <xsl:choose>
      <xsl:when test="$ms &gt;= 3600000"><xsl:value-of select="format-number(floor($ms div 60000) mod 60, '00')"/></xsl:when>
      <xsl:otherwise><xsl:value-of select="floor($ms div 60000)"/></xsl:otherwise>
    </xsl:choose>
    <xsl:value-of select="concat(':', format-number(($ms mod 60000) div 1000, '00.###'))"/>
  </xsl:template>

  <!-- People -->

  <xsl:template name="staff">
    <xsl:param name="id"/>
    <xsl:variable name="name" select="normalize-space(key('member', $id)/c:name)"/>
    <xsl:choose>
      <xsl:when test="$name != ''"><xsl:value-of select="concat($name, ' (', $id, ')')"/></xsl:when>
      <xsl:otherwise><xsl:value-of select="$id"/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:template name="person">
    <xsl:param name="label"/>
    <xsl:variable name="name" select="normalize-space(key('person', $label)/c:name)"/>
    <xsl:choose>
      <xsl:when test="$name != ''"><xsl:value-of select="concat($name, ' (', $label, ')')"/></xsl:when>
      <xsl:otherwise><xsl:value-of select="$label"/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- When and by whom an entry was recorded, in whose role and for whom, and where first. -->
  <xsl:template match="c:entry" mode="recorded">
    <xsl:call-template name="day-and-time"><xsl:with-param name="time" select="c:recorded/@at"/></xsl:call-template>
    <xsl:text> by </xsl:text>
    <xsl:call-template name="staff"><xsl:with-param name="id" select="c:recorded/@by"/></xsl:call-template>
    <xsl:for-each select="c:role"><xsl:value-of select="concat(', ', translate(., '-', ' '))"/></xsl:for-each>
    <xsl:for-each select="c:onBehalfOf">
      <xsl:text>, on behalf of </xsl:text>
      <xsl:call-template name="staff"><xsl:with-param name="id" select="."/></xsl:call-template>
    </xsl:for-each>
    <xsl:for-each select="c:firstLog">
      <xsl:text>; first recorded in another record on </xsl:text>
      <xsl:call-template name="day-and-time"><xsl:with-param name="time" select="@at"/></xsl:call-template>
      <xsl:value-of select="concat(' by ', @by)"/>
    </xsl:for-each>
  </xsl:template>

  <!-- Fields -->

  <!-- isException as words: is exception. -->
  <xsl:template name="humanise">
    <xsl:param name="name"/>
    <xsl:variable name="first" select="substring($name, 1, 1)"/>
    <xsl:choose>
      <xsl:when test="$name = ''"/>
      <xsl:when test="$name = 'nhsNumber'">NHS number</xsl:when>
      <xsl:when test="translate($name, $upper, '') = $name or string-length($name) &gt; 60"><xsl:value-of select="$name"/></xsl:when>
      <xsl:otherwise>
        <xsl:if test="contains($upper, $first)"><xsl:text> </xsl:text></xsl:if>
        <xsl:value-of select="translate($first, $upper, $lower)"/>
        <xsl:call-template name="humanise"><xsl:with-param name="name" select="substring($name, 2)"/></xsl:call-template>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- The value of a field in one line. -->
  <xsl:template match="*" mode="value"><xsl:value-of select="."/></xsl:template>
  <xsl:template match="c:choice" mode="value"><xsl:value-of select="translate(., '-', ' ')"/></xsl:template>
  <xsl:template match="c:boolean" mode="value">
    <xsl:choose><xsl:when test=". = 'true'">yes</xsl:when><xsl:otherwise>no</xsl:otherwise></xsl:choose>
  </xsl:template>
  <xsl:template match="c:date | c:time" mode="value">
    <xsl:call-template name="time-in-words"><xsl:with-param name="time" select="string(.)"/></xsl:call-template>
  </xsl:template>
  <xsl:template match="c:milliseconds" mode="value">
    <xsl:call-template name="length"><xsl:with-param name="ms" select="number(.)"/></xsl:call-template>
  </xsl:template>
  <xsl:template match="c:code" mode="value">
    <xsl:choose>
      <xsl:when test="@meaning"><xsl:value-of select="@meaning"/></xsl:when>
      <xsl:otherwise><xsl:value-of select="."/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>
  <xsl:template match="c:codes/c:item[@meaning]" mode="value"><xsl:value-of select="@meaning"/></xsl:template>
  <xsl:template match="c:label[@thing = 'person'] | c:reference[@thing = 'person'] | c:references[@thing = 'person']/c:item" mode="value">
    <xsl:call-template name="person"><xsl:with-param name="label" select="string(.)"/></xsl:call-template>
  </xsl:template>
  <xsl:template match="c:staff | c:staffList/c:item" mode="value">
    <xsl:call-template name="staff"><xsl:with-param name="id" select="string(.)"/></xsl:call-template>
  </xsl:template>
  <xsl:template match="c:event" mode="value">
    <xsl:choose>
      <xsl:when test="@entry"><xsl:value-of select="concat('No. ', @entry)"/></xsl:when>
      <xsl:otherwise>an entry that is not in this document</xsl:otherwise>
    </xsl:choose>
  </xsl:template>
  <xsl:template match="c:score" mode="value"><xsl:value-of select="concat(@name, ' ', .)"/></xsl:template>
  <xsl:template match="c:value" mode="value">
    <xsl:if test="@name"><xsl:value-of select="concat(@name, ': ')"/></xsl:if>
    <xsl:choose>
      <xsl:when test="c:value"><xsl:call-template name="listed"><xsl:with-param name="items" select="c:value"/></xsl:call-template></xsl:when>
      <xsl:when test="normalize-space(.) != ''"><xsl:value-of select="."/></xsl:when>
      <xsl:otherwise>none</xsl:otherwise>
    </xsl:choose>
  </xsl:template>
  <xsl:template match="c:codes | c:references | c:staffList | c:texts | c:scores | c:object | c:other" mode="value">
    <xsl:call-template name="listed"><xsl:with-param name="items" select="*"/></xsl:call-template>
  </xsl:template>
  <xsl:template name="listed">
    <xsl:param name="items"/>
    <xsl:for-each select="$items">
      <xsl:if test="position() != 1">; </xsl:if>
      <xsl:apply-templates select="." mode="value"/>
    </xsl:for-each>
  </xsl:template>
</xsl:stylesheet>
