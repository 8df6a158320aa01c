<?xml version="1.0" encoding="UTF-8"?>
<!-- The XML form of a person's own copy: what record.xsl makes, as it is. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
  <xsl:include href="record.xsl"/>
  <xsl:output method="xml" encoding="UTF-8" indent="yes"/>
  <xsl:template match="/"><xsl:call-template name="record"/></xsl:template>
</xsl:stylesheet>
