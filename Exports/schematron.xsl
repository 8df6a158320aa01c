<?xml version="1.0" encoding="UTF-8"?>
<!-- Turns a profile's rules (ISO Schematron, query language XSLT 1.0) into a stylesheet that lists the faults of a document. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:out="urn:vigil:alias" xmlns:sch="http://purl.oclc.org/dsdl/schematron"
  xmlns:vigil="urn:vigil:rules:1" exclude-result-prefixes="sch">
  <xsl:namespace-alias stylesheet-prefix="out" result-prefix="xsl"/>

  <xsl:template match="sch:schema">
    <out:stylesheet version="1.0">
      <!-- The prefixes of the rules are those of the tests. -->
      <xsl:copy-of select="namespace::*"/>
      <xsl:copy-of select="xsl:key"/>
      <out:output method="xml" encoding="UTF-8"/>
      <out:template match="/">
        <vigil:faults>
          <xsl:for-each select="sch:pattern">
            <out:apply-templates select="//*" mode="p{position()}"/>
          </xsl:for-each>
        </vigil:faults>
      </out:template>
      <xsl:apply-templates select="sch:pattern"/>
    </out:stylesheet>
  </xsl:template>

  <xsl:template match="sch:pattern">
    <xsl:variable name="mode" select="concat('p', position())"/>
    <xsl:for-each select="sch:rule">
      <out:template match="{@context}" mode="{$mode}" priority="{last() - position() + 1}">
        <xsl:apply-templates select="sch:let|sch:assert|sch:report">
          <xsl:with-param name="entry" select="ancestor-or-self::*[@vigil:entry][1]/@vigil:entry"/>
        </xsl:apply-templates>
      </out:template>
    </xsl:for-each>
    <out:template match="*" mode="{$mode}" priority="-2"/>
  </xsl:template>

  <xsl:template match="sch:let">
    <out:variable name="{@name}" select="{@value}"/>
  </xsl:template>

  <xsl:template match="sch:assert">
    <xsl:param name="entry"/>
    <out:if test="not({@test})">
      <xsl:call-template name="fault"><xsl:with-param name="entry" select="$entry"/></xsl:call-template>
    </out:if>
  </xsl:template>

  <xsl:template match="sch:report">
    <xsl:param name="entry"/>
    <out:if test="{@test}">
      <xsl:call-template name="fault"><xsl:with-param name="entry" select="$entry"/></xsl:call-template>
    </out:if>
  </xsl:template>

  <!-- A fault never holds a value of the document: that could be what a family said. -->
  <xsl:template name="fault">
    <xsl:param name="entry"/>
    <vigil:fault rule="{@id}" element="{{name()}}">
      <xsl:if test="$entry"><out:attribute name="entry"><out:value-of select="{$entry}"/></out:attribute></xsl:if>
      <xsl:value-of select="normalize-space(.)"/>
    </vigil:fault>
  </xsl:template>
</xsl:stylesheet>
