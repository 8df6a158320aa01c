<?xml version="1.0" encoding="UTF-8"?>
<!-- Looks at a case as audit messages of DICOM PS3.15 A.5: an envelope of ours, and in it one AuditMessage for
     each look, in no namespace, as DICOM has it. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:a="urn:vigil:access-log:1"
  xmlns:v="urn:vigil:functions:1" exclude-result-prefixes="a v">
  <xsl:output method="xml" encoding="UTF-8" indent="yes"/>

  <xsl:variable name="header" select="/a:accessLog/a:header"/>
  <xsl:variable name="record" select="$header/a:record"/>
  <xsl:variable name="case" select="$header/a:case"/>
  <xsl:key name="member" match="a:member" use="@id"/>
  <xsl:key name="look" match="a:look" use="@number"/>

  <!-- The case's id as a DICOM UID: 2.25 and the UUID as one decimal number (PS3.5 B.2). -->
  <xsl:variable name="uid">
    <xsl:text>2.25.</xsl:text>
    <xsl:call-template name="decimal"><xsl:with-param name="hex" select="translate($case/@id, '-', '')"/></xsl:call-template>
  </xsl:variable>

  <xsl:template match="/">
    <auditMessages xmlns="urn:vigil:dicom-audit:1" record="{$record/@id}" case="{$case/@id}"
      count="{count(/a:accessLog/a:looks/a:look)}" treeSize="{$header/a:log/@treeSize}" root="{$header/a:log/@root}">
      <xsl:if test="$header/a:document"><xsl:attribute name="document"><xsl:value-of select="$header/a:document/@id"/></xsl:attribute></xsl:if>
      <xsl:for-each select="$header/a:replaces">
        <xsl:attribute name="replaces"><xsl:value-of select="@document"/></xsl:attribute>
      </xsl:for-each>
      <xsl:for-each select="$header/a:knownAt|$header/a:from|$header/a:until|$header/a:madeAt|$header/a:recipient|$header/a:purpose|$header/a:basis">
        <xsl:attribute name="{local-name()}"><xsl:value-of select="."/></xsl:attribute>
      </xsl:for-each>
      <xsl:for-each select="/a:accessLog/a:looks/a:look">
        <message number="{@number}" look="{@id}"><xsl:call-template name="message"/></message>
      </xsl:for-each>
    </auditMessages>
  </xsl:template>

  <xsl:template name="message">
    <AuditMessage xmlns="">
      <EventIdentification EventDateTime="{@at}">
        <xsl:attribute name="EventActionCode">
          <xsl:choose>
            <xsl:when test="@kind = 'searched' or @kind = 'emergency'">E</xsl:when>
            <xsl:otherwise>R</xsl:otherwise>
          </xsl:choose>
        </xsl:attribute>
        <xsl:attribute name="EventOutcomeIndicator">
          <xsl:choose>
            <xsl:when test="@kind = 'refused'">8</xsl:when>
            <xsl:otherwise>0</xsl:otherwise>
          </xsl:choose>
        </xsl:attribute>
        <xsl:choose>
          <xsl:when test="@kind = 'searched'"><EventID csd-code="110112" codeSystemName="DCM" originalText="Query"/></xsl:when>
          <xsl:when test="@kind = 'emergency'"><EventID csd-code="110113" codeSystemName="DCM" originalText="Security Alert"/></xsl:when>
          <xsl:when test="@kind = 'alert-reviewed'"><EventID csd-code="110101" codeSystemName="DCM" originalText="Audit Log Used"/></xsl:when>
          <xsl:otherwise><EventID csd-code="110110" codeSystemName="DCM" originalText="Patient Record"/></xsl:otherwise>
        </xsl:choose>
        <xsl:if test="@kind = 'emergency'">
          <EventTypeCode csd-code="110127" codeSystemName="DCM" originalText="Emergency Override Started"/>
        </xsl:if>
        <EventTypeCode csd-code="{@kind}" codeSystemName="urn:vigil:access-log:1">
          <xsl:attribute name="originalText">
            <xsl:choose>
              <xsl:when test="@kind = 'viewed'">Viewed</xsl:when>
              <xsl:when test="@kind = 'searched'">Found by a search</xsl:when>
              <xsl:when test="@kind = 'refused'">Refused</xsl:when>
              <xsl:when test="@kind = 'emergency'">Emergency access used</xsl:when>
              <xsl:when test="@kind = 'alert-reviewed'">Alert reviewed</xsl:when>
              <xsl:otherwise>Cannot be read</xsl:otherwise>
            </xsl:choose>
          </xsl:attribute>
        </EventTypeCode>
        <xsl:if test="a:rule"><EventOutcomeDescription><xsl:value-of select="a:rule"/></EventOutcomeDescription></xsl:if>
      </EventIdentification>
      <xsl:variable name="member" select="key('member', @by)"/>
      <ActiveParticipant UserID="{@by}" UserIsRequestor="true">
        <xsl:if test="$member"><xsl:attribute name="UserName"><xsl:value-of select="$member/a:name"/></xsl:attribute></xsl:if>
        <xsl:for-each select="a:role"><xsl:call-template name="role"/></xsl:for-each>
        <xsl:if test="not(a:role)"><xsl:for-each select="$member/a:role"><xsl:call-template name="role"/></xsl:for-each></xsl:if>
      </ActiveParticipant>
      <ActiveParticipant UserID="{$record/@id}" UserName="Vigil, record {$record/@name}" UserIsRequestor="false">
        <RoleIDCode csd-code="110150" codeSystemName="DCM" originalText="Application"/>
      </ActiveParticipant>
      <AuditSourceIdentification AuditSourceID="{$record/@id}">
        <xsl:for-each select="$header/a:organization">
          <xsl:attribute name="AuditEnterpriseSiteID">
            <xsl:value-of select="@ods"/><xsl:if test="not(@ods)"><xsl:value-of select="@name"/></xsl:if>
          </xsl:attribute>
        </xsl:for-each>
        <AuditSourceTypeCode csd-code="4"/>
      </AuditSourceIdentification>
      <xsl:if test="@kind = 'alert-reviewed'"><xsl:call-template name="alert"/></xsl:if>
      <ParticipantObjectIdentification ParticipantObjectID="{$case/@id}" ParticipantObjectTypeCode="2" ParticipantObjectTypeCodeRole="4">
        <xsl:if test="@kind = 'viewed' or @kind = 'searched'">
          <xsl:attribute name="ParticipantObjectDataLifeCycle">6</xsl:attribute>
        </xsl:if>
        <ParticipantObjectIDTypeCode csd-code="case" codeSystemName="urn:vigil:access-log:1" originalText="Case"/>
        <ParticipantObjectName><xsl:value-of select="$case/@reference"/></ParticipantObjectName>
        <ParticipantObjectDetail type="look" value="{v:base64(@id)}"/>
        <xsl:for-each select="a:purpose|a:view|a:asOf|a:knownAt|a:until|a:positions">
          <ParticipantObjectDetail type="{local-name()}" value="{v:base64(.)}"/>
        </xsl:for-each>
        <xsl:if test="@kind = 'emergency' and a:reason"><ParticipantObjectDetail type="reason" value="{v:base64(a:reason)}"/></xsl:if>
        <ParticipantObjectDescription>A case of Video Interaction Guidance</ParticipantObjectDescription>
        <xsl:call-template name="study"/>
      </ParticipantObjectIdentification>
    </AuditMessage>
  </xsl:template>

  <!-- The look that was reviewed, and what was found -->
  <xsl:template name="alert">
    <xsl:variable name="id">
      <xsl:choose>
        <xsl:when test="a:alert/@event"><xsl:value-of select="a:alert/@event"/></xsl:when>
        <xsl:when test="a:alert/@look"><xsl:value-of select="key('look', a:alert/@look)/@id"/></xsl:when>
        <xsl:otherwise>not here</xsl:otherwise>
      </xsl:choose>
    </xsl:variable>
    <ParticipantObjectIdentification xmlns="" ParticipantObjectID="{$id}" ParticipantObjectTypeCode="2" ParticipantObjectTypeCodeRole="13">
      <ParticipantObjectIDTypeCode csd-code="look" codeSystemName="urn:vigil:access-log:1" originalText="Look"/>
      <ParticipantObjectName>Security Audit Log</ParticipantObjectName>
      <xsl:for-each select="a:reason|a:outcome">
        <ParticipantObjectDetail type="{local-name()}" value="{v:base64(.)}"/>
      </xsl:for-each>
      <ParticipantObjectDescription>The look that was reviewed</ParticipantObjectDescription>
      <xsl:call-template name="study"/>
    </ParticipantObjectIdentification>
  </xsl:template>

  <!-- The grammar wants a study, so the case stands for it. -->
  <xsl:template name="study">
    <ParticipantObjectDescriptionType xmlns="">
      <ParticipantObjectContainsStudy><StudyIDs UID="{$uid}"/></ParticipantObjectContainsStudy>
    </ParticipantObjectDescriptionType>
  </xsl:template>

  <xsl:template name="role">
    <RoleIDCode xmlns="" csd-code="{.}" codeSystemName="urn:vigil:role:1" originalText="{.}"/>
  </xsl:template>

  <!-- Hexadecimal to decimal, four digits at a time, in six limbs of seven decimal digits: a number of XPath
       holds 53 bits, and no step here needs more than 40. -->
  <xsl:template name="decimal">
    <xsl:param name="hex"/>
    <xsl:param name="a" select="0"/><xsl:param name="b" select="0"/><xsl:param name="c" select="0"/>
    <xsl:param name="d" select="0"/><xsl:param name="e" select="0"/><xsl:param name="f" select="0"/>
    <xsl:choose>
      <xsl:when test="$hex = ''">
        <xsl:variable name="all" select="concat(format-number($a, '0000000'), format-number($b, '0000000'), format-number($c, '0000000'),
          format-number($d, '0000000'), format-number($e, '0000000'), format-number($f, '0000000'))"/>
        <xsl:variable name="first" select="substring(translate($all, '0', ''), 1, 1)"/>
        <xsl:value-of select="$first"/><xsl:value-of select="substring-after($all, $first)"/>
      </xsl:when>
      <xsl:otherwise>
        <xsl:variable name="digits" select="'0123456789abcdef'"/>
        <xsl:variable name="next" select="string-length(substring-before($digits, substring($hex, 1, 1))) * 4096
          + string-length(substring-before($digits, substring($hex, 2, 1))) * 256
          + string-length(substring-before($digits, substring($hex, 3, 1))) * 16
          + string-length(substring-before($digits, substring($hex, 4, 1)))"/>
        <xsl:variable name="f1" select="$f * 65536 + $next"/>
        <xsl:variable name="e1" select="$e * 65536 + floor($f1 div 10000000)"/>
        <xsl:variable name="d1" select="$d * 65536 + floor($e1 div 10000000)"/>
        <xsl:variable name="c1" select="$c * 65536 + floor($d1 div 10000000)"/>
        <xsl:variable name="b1" select="$b * 65536 + floor($c1 div 10000000)"/>
        <xsl:variable name="a1" select="$a * 65536 + floor($b1 div 10000000)"/>
        <xsl:call-template name="decimal">
          <xsl:with-param name="hex" select="substring($hex, 5)"/>
          <xsl:with-param name="a" select="$a1"/>
          <xsl:with-param name="b" select="$b1 mod 10000000"/>
          <xsl:with-param name="c" select="$c1 mod 10000000"/>
          <xsl:with-param name="d" select="$d1 mod 10000000"/>
          <xsl:with-param name="e" select="$e1 mod 10000000"/>
          <xsl:with-param name="f" select="$f1 mod 10000000"/>
        </xsl:call-template>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>
</xsl:stylesheet>
