<?xml version="1.0" encoding="UTF-8"?>
<!--
  Merges chronologies of several agencies. It takes <merge xmlns="urn:vigil:chronology:1"> around the chronologies, which
  README.md shows how to make. All parts come first, then all rows by @sort. Of a row that two issues of one agency's
  chronology have, that of the issue with the later madeAt stays.
-->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns="urn:vigil:chronology:1"
  xmlns:k="urn:vigil:chronology:1" xmlns:exsl="http://exslt.org/common" exclude-result-prefixes="k exsl">
  <xsl:output method="xml" encoding="UTF-8" indent="yes"/>
  <xsl:strip-space elements="k:merge k:chronology k:part k:row k:action k:outcome k:step"/>
  <xsl:key name="part" match="k:part" use="@document"/>
  <xsl:key name="row" match="k:row" use="concat(@agency, '&#10;', @id)"/>

  <xsl:template match="/k:merge">
    <xsl:variable name="newest">
      <xsl:for-each select="k:chronology/k:part">
        <xsl:sort select="k:madeAt" order="descending"/>
        <xsl:variable name="part" select="."/>
        <!-- One document given twice is one part. -->
        <xsl:if test="count(key('part', @document)[1] | .) = 1">
          <xsl:copy-of select="."/>
          <xsl:copy-of select="../k:row[@part = $part/@document]"/>
        </xsl:if>
      </xsl:for-each>
    </xsl:variable>
    <xsl:variable name="rows">
      <xsl:for-each select="exsl:node-set($newest)/k:row[count(key('row', concat(@agency, '&#10;', @id))[1] | .) = 1]">
        <xsl:sort select="@sort"/>
        <xsl:sort select="@agency"/>
        <xsl:copy-of select="."/>
      </xsl:for-each>
    </xsl:variable>
    <chronology version="1">
      <xsl:for-each select="k:chronology/k:part[count(key('part', @document)[1] | .) = 1]">
        <part>
          <xsl:copy-of select="@*"/>
          <xsl:attribute name="rows"><xsl:value-of select="count(exsl:node-set($rows)/k:row[@part = current()/@document])"/></xsl:attribute>
          <xsl:copy-of select="*"/>
        </part>
      </xsl:for-each>
      <xsl:copy-of select="exsl:node-set($rows)/k:row"/>
    </chronology>
  </xsl:template>
</xsl:stylesheet>
