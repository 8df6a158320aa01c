<?xml version="1.0" encoding="UTF-8"?>
<!-- The XML form of the chronology: what events.xsl makes, as it is. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
  <xsl:include href="events.xsl"/>
  <xsl:output method="xml" encoding="UTF-8" indent="yes"/>
  <xsl:template match="/"><xsl:call-template name="chronology"/></xsl:template>
</xsl:stylesheet>
