<?xml version="1.0" encoding="UTF-8"?>
<!-- A resource of each entry. All of them say in the same way which entry they are, how it stands, when it happened and who recorded it. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns="http://hl7.org/fhir"
  xmlns:c="urn:vigil:case-record:1" xmlns:v="urn:vigil:functions:1" xmlns:exsl="http://exslt.org/common"
  exclude-result-prefixes="c v exsl">

  <!-- The kind of resource is chosen once for all entries of a type. -->
  <xsl:template name="resources">
    <xsl:param name="rows"/>
    <xsl:param name="resource"/>
    <xsl:choose>
      <xsl:when test="$resource = 'Observation'">
        <xsl:for-each select="$rows"><xsl:text>&#10;</xsl:text><entry><xsl:call-template name="fullUrl"/><resource><xsl:call-template name="observation"/></resource></entry></xsl:for-each>
      </xsl:when>
      <xsl:when test="$resource = 'Communication'">
        <xsl:for-each select="$rows"><xsl:text>&#10;</xsl:text><entry><xsl:call-template name="fullUrl"/><resource><xsl:call-template name="communication"/></resource></entry></xsl:for-each>
      </xsl:when>
      <xsl:when test="$resource = 'Media'">
        <xsl:for-each select="$rows"><xsl:text>&#10;</xsl:text><entry><xsl:call-template name="fullUrl"/><resource><xsl:call-template name="media"/></resource></entry></xsl:for-each>
      </xsl:when>
      <xsl:when test="$resource = 'Encounter'">
        <xsl:for-each select="$rows"><xsl:text>&#10;</xsl:text><entry><xsl:call-template name="fullUrl"/><resource><xsl:call-template name="encounter"/></resource></entry></xsl:for-each>
      </xsl:when>
      <xsl:when test="$resource = 'Goal'">
        <xsl:for-each select="$rows"><xsl:text>&#10;</xsl:text><entry><xsl:call-template name="fullUrl"/><resource><xsl:call-template name="goal"/></resource></entry></xsl:for-each>
      </xsl:when>
      <xsl:when test="$resource = 'RiskAssessment'">
        <xsl:for-each select="$rows"><xsl:text>&#10;</xsl:text><entry><xsl:call-template name="fullUrl"/><resource><xsl:call-template name="risk"/></resource></entry></xsl:for-each>
      </xsl:when>
      <xsl:when test="$resource = 'ServiceRequest'">
        <xsl:for-each select="$rows"><xsl:text>&#10;</xsl:text><entry><xsl:call-template name="fullUrl"/><resource><xsl:call-template name="request"/></resource></entry></xsl:for-each>
      </xsl:when>
      <xsl:when test="$resource = 'Task'">
        <xsl:for-each select="$rows"><xsl:text>&#10;</xsl:text><entry><xsl:call-template name="fullUrl"/><resource><xsl:call-template name="task"/></resource></entry></xsl:for-each>
      </xsl:when>
      <xsl:when test="$resource = 'DocumentReference'">
        <xsl:for-each select="$rows"><xsl:text>&#10;</xsl:text><entry><xsl:call-template name="fullUrl"/><resource><xsl:call-template name="document"/></resource></entry></xsl:for-each>
      </xsl:when>
      <xsl:otherwise>
        <xsl:for-each select="$rows"><xsl:text>&#10;</xsl:text><entry><xsl:call-template name="fullUrl"/><resource><xsl:call-template name="basic"/></resource></entry></xsl:for-each>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:template name="fullUrl">
    <xsl:variable name="number" select="string(@number)"/>
    <xsl:for-each select="$ids"><fullUrl value="{key('url', $number)/@url}"/></xsl:for-each>
  </xsl:template>

  <!-- What every resource of an entry begins with. -->
  <xsl:template name="common">
    <xsl:param name="profiled"/>
    <xsl:param name="more" select="/.."/>
    <xsl:if test="$profiled or @confidentiality = 'restricted'">
      <meta>
        <xsl:if test="$profiled"><profile value="{$profile}{$profiled}"/></xsl:if>
        <xsl:if test="@confidentiality = 'restricted'">
          <security>
            <system value="http://terminology.hl7.org/CodeSystem/v3-Confidentiality"/>
            <code value="R"/>
            <display value="restricted"/>
          </security>
        </xsl:if>
      </meta>
    </xsl:if>
    <extension url="urn:vigil:fhir:entry">
      <extension url="standing">
        <valueCode value="{@standing}"/>
      </extension>
      <extension url="happened">
        <xsl:choose>
          <xsl:when test="c:happened[@precision = 'instant']/@from"><valueDateTime value="{c:happened/@from}"/></xsl:when>
          <xsl:when test="c:happened/@from">
            <xsl:call-template name="when"><xsl:with-param name="time" select="'valueDateTime'"/><xsl:with-param name="period" select="'valuePeriod'"/></xsl:call-template>
          </xsl:when>
          <!-- An extension has a value or extensions: this one has no value, and says why. -->
          <xsl:otherwise><xsl:call-template name="why-absent"/></xsl:otherwise>
        </xsl:choose>
      </extension>
      <xsl:if test="c:happened/@certainty">
        <extension url="certainty">
          <valueCode value="{c:happened/@certainty}"/>
        </extension>
      </xsl:if>
      <extension url="recorded">
        <valueInstant value="{c:recorded/@at}"/>
      </extension>
      <extension url="author">
        <valueReference><xsl:call-template name="author"/></valueReference>
      </extension>
    </extension>
    <xsl:if test="$more"><xsl:copy-of select="$more"/></xsl:if>
    <identifier>
      <system value="urn:ietf:rfc:3986"/>
      <value value="urn:uuid:{@id}"/>
    </identifier>
  </xsl:template>

  <xsl:template name="author">
    <xsl:call-template name="staff-reference"><xsl:with-param name="id" select="string(c:recorded/@by)"/></xsl:call-template>
  </xsl:template>

  <!-- As precise as it is known. What is not known has no value and says why: the time of recording never stands in for it. -->
  <xsl:template name="when">
    <xsl:param name="time"/>
    <xsl:param name="period"/>
    <xsl:choose>
      <xsl:when test="c:happened[@precision = 'instant']/@from">
        <xsl:element name="{$time}"><xsl:attribute name="value"><xsl:value-of select="c:happened/@from"/></xsl:attribute></xsl:element>
      </xsl:when>
      <xsl:when test="c:happened/@precision = 'range' and $period">
        <xsl:element name="{$period}"><start value="{c:happened/@from}"/><end value="{c:happened/@to}"/></xsl:element>
      </xsl:when>
      <xsl:when test="c:happened/@from">
        <xsl:element name="{$time}">
          <xsl:attribute name="value"><xsl:call-template name="start"/></xsl:attribute>
        </xsl:element>
      </xsl:when>
      <xsl:otherwise>
        <xsl:element name="{$time}"><xsl:call-template name="why-absent"/></xsl:element>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>
  <xsl:template name="start">
    <xsl:choose>
      <xsl:when test="c:happened/@precision = 'date' or c:happened/@precision = 'month'"><xsl:value-of select="c:happened"/></xsl:when>
      <xsl:otherwise><xsl:value-of select="c:happened/@from"/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>
  <xsl:template name="why-absent">
    <xsl:choose>
      <xsl:when test="c:happened"><xsl:call-template name="absent"/></xsl:when>
      <xsl:otherwise><xsl:call-template name="absent"><xsl:with-param name="why" select="'masked'"/></xsl:call-template></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:template name="status">
    <xsl:param name="current"/>
    <xsl:param name="amended" select="$current"/>
    <status>
      <xsl:attribute name="value">
        <xsl:choose>
          <xsl:when test="@standing = 'in-error'">entered-in-error</xsl:when>
          <xsl:when test="@standing = 'amended'"><xsl:value-of select="$amended"/></xsl:when>
          <xsl:otherwise><xsl:value-of select="$current"/></xsl:otherwise>
        </xsl:choose>
      </xsl:attribute>
    </status>
  </xsl:template>

  <xsl:template name="kind">
    <xsl:if test="@type">
      <coding>
        <system value="urn:vigil:fhir:entry-type"/>
        <code value="{normalize-space(@type)}"/>
      </coding>
    </xsl:if>
    <text>
      <xsl:attribute name="value">
        <xsl:choose>
          <xsl:when test="c:title"><xsl:value-of select="c:title"/></xsl:when>
          <xsl:when test="@type"><xsl:value-of select="@type"/></xsl:when>
          <xsl:otherwise>Entry whose kind cannot be read</xsl:otherwise>
        </xsl:choose>
      </xsl:attribute>
    </text>
  </xsl:template>

  <!-- The line for people, once. An entry in error leaves without its words. -->
  <xsl:template name="note">
    <xsl:if test="c:reading and @standing != 'in-error'">
      <note>
        <text>
          <xsl:attribute name="value"><xsl:call-template name="line"/></xsl:attribute>
        </text>
      </note>
    </xsl:if>
  </xsl:template>

  <!-- R4 wants one encounter, and this is a session, or the review that was held. -->
  <xsl:template name="encounter-reference">
    <xsl:for-each select="c:data/c:reference[@thing = 'session' or @thing = 'review'][1]">
      <xsl:for-each select="key('thing', concat(@thing, ../@thing, '|', .))[1]"><encounter><xsl:call-template name="entry-reference"/></encounter></xsl:for-each>
    </xsl:for-each>
  </xsl:template>

  <xsl:template name="concept">
    <xsl:param name="as"/>
    <xsl:param name="code"/>
    <xsl:variable name="book" select="($code/@codebook | $code/../@codebook)[1]"/>
    <xsl:element name="{$as}">
      <coding>
        <system value="urn:vigil:codebook:{$book}"/>
        <xsl:for-each select="($code/@version | $code/../@version)[1]"><version value="{.}"/></xsl:for-each>
        <code value="{normalize-space($code)}"/>
        <xsl:for-each select="$code/@meaning"><display value="{.}"/></xsl:for-each>
      </coding>
    </xsl:element>
  </xsl:template>

  <!-- Resources -->

  <xsl:template name="observation">
    <Observation>
      <xsl:call-template name="common"><xsl:with-param name="profiled" select="'Observation'"/></xsl:call-template>
      <xsl:call-template name="status"><xsl:with-param name="current" select="'final'"/><xsl:with-param name="amended" select="'amended'"/></xsl:call-template>
      <xsl:if test="@type = 'measure-scored'">
        <category>
          <coding>
            <system value="http://terminology.hl7.org/CodeSystem/observation-category"/>
            <code value="survey"/>
            <display value="Survey"/>
          </coding>
        </category>
      </xsl:if>
      <code><xsl:call-template name="kind"/></code>
      <subject><reference value="{$patient-url}"/></subject>
      <xsl:for-each select="c:data/c:reference[@name = 'person' or @name = 'subject' or @name = 'child' or @name = 'infant' or @name = 'holder' or @name = 'discloser']
          | c:data/c:references[@name = 'concerning']/c:item">
        <focus><xsl:call-template name="person-reference"><xsl:with-param name="label" select="string(.)"/></xsl:call-template></focus>
      </xsl:for-each>
      <xsl:for-each select="c:data/c:reference[@thing = 'goal' or @thing = 'risk' or @thing = 'concern' or @thing = 'disclosure' or @thing = 'theme']">
        <xsl:for-each select="key('thing', concat(@thing, ../@thing, '|', .))[1]"><focus><xsl:call-template name="entry-reference"/></focus></xsl:for-each>
      </xsl:for-each>
      <xsl:call-template name="encounter-reference"/>
      <xsl:call-template name="when"><xsl:with-param name="time" select="'effectiveDateTime'"/><xsl:with-param name="period" select="'effectivePeriod'"/></xsl:call-template>
      <issued value="{c:recorded/@at}"/>
      <performer><xsl:call-template name="author"/></performer>
      <xsl:for-each select="c:data[../@standing != 'in-error']/c:integer[(@name = 'rating' or @name = 'total') and . &gt;= -2147483648 and . &lt;= 2147483647]"><valueInteger value="{number(.)}"/></xsl:for-each>
      <xsl:call-template name="note"/>
      <xsl:for-each select="c:data/c:reference[@thing = 'film' or @thing = 'clip']">
        <xsl:for-each select="key('thing', concat(@thing, ../@thing, '|', .))[1]"><derivedFrom><xsl:call-template name="entry-reference"/></derivedFrom></xsl:for-each>
      </xsl:for-each>
      <xsl:for-each select="c:data[../@standing != 'in-error']/c:code[@name = 'code']">
        <component>
          <xsl:call-template name="concept"><xsl:with-param name="as" select="'code'"/><xsl:with-param name="code" select="."/></xsl:call-template>
        </component>
      </xsl:for-each>
      <xsl:for-each select="c:data[../@standing != 'in-error']/c:codes[@name = 'principles']/c:item">
        <component>
          <xsl:call-template name="concept"><xsl:with-param name="as" select="'code'"/><xsl:with-param name="code" select="."/></xsl:call-template>
          <valueBoolean value="true"/>
        </component>
      </xsl:for-each>
      <xsl:for-each select="c:data[../@standing != 'in-error']/c:scores/c:score">
        <component>
          <code><text value="{@name}"/></code>
          <valueQuantity>
            <value value="{.}"/>
            <unit value="score"/>
            <system value="http://unitsofmeasure.org"/>
            <code value="{{score}}"/>
          </valueQuantity>
        </component>
      </xsl:for-each>
    </Observation>
  </xsl:template>

  <xsl:template name="communication">
    <Communication>
      <xsl:call-template name="common"><xsl:with-param name="profiled" select="'Communication'"/></xsl:call-template>
      <xsl:for-each select="c:data/c:reference[@thing = 'referral']">
        <xsl:for-each select="key('thing', concat(@thing, ../@thing, '|', .))[1]"><basedOn><xsl:call-template name="entry-reference"/></basedOn></xsl:for-each>
      </xsl:for-each>
      <xsl:choose>
        <xsl:when test="@type = 'contact-attempted' and (c:data/c:choice[@name = 'outcome'] = 'no-answer')">
          <xsl:call-template name="status"><xsl:with-param name="current" select="'not-done'"/></xsl:call-template>
        </xsl:when>
        <xsl:otherwise><xsl:call-template name="status"><xsl:with-param name="current" select="'completed'"/></xsl:call-template></xsl:otherwise>
      </xsl:choose>
      <category><xsl:call-template name="kind"/></category>
      <subject><reference value="{$patient-url}"/></subject>
      <xsl:for-each select="c:data/c:references[@name = 'concerning']/c:item">
        <about><xsl:call-template name="person-reference"><xsl:with-param name="label" select="string(.)"/></xsl:call-template></about>
      </xsl:for-each>
      <xsl:for-each select="c:data/c:reference[@thing = 'clip' or @thing = 'film' or @thing = 'risk' or @thing = 'disclosure' or @thing = 'concern']">
        <xsl:for-each select="key('thing', concat(@thing, ../@thing, '|', .))[1]"><about><xsl:call-template name="entry-reference"/></about></xsl:for-each>
      </xsl:for-each>
      <xsl:call-template name="encounter-reference"/>
      <xsl:call-template name="when"><xsl:with-param name="time" select="'sent'"/></xsl:call-template>
      <xsl:for-each select="self::*[@type != 'utterance-recorded']/c:data/c:references[@name = 'people']/c:item | self::*[@type = 'contact-attempted']/c:data/c:reference[@name = 'person']">
        <recipient><xsl:call-template name="person-reference"><xsl:with-param name="label" select="string(.)"/></xsl:call-template></recipient>
      </xsl:for-each>
      <xsl:choose>
        <xsl:when test="@type = 'utterance-recorded' and c:data/c:reference[@name = 'person']">
          <xsl:for-each select="c:data/c:reference[@name = 'person']">
            <sender><xsl:call-template name="person-reference"><xsl:with-param name="label" select="string(.)"/></xsl:call-template></sender>
          </xsl:for-each>
        </xsl:when>
        <xsl:when test="@type = 'utterance-recorded' and c:data/c:choice[@name = 'speaker']"><sender><display value="{c:data/c:choice[@name = 'speaker']}"/></sender></xsl:when>
        <xsl:otherwise><sender><xsl:call-template name="author"/></sender></xsl:otherwise>
      </xsl:choose>
      <xsl:if test="c:reading and @standing != 'in-error'">
        <payload>
          <contentString>
            <xsl:attribute name="value"><xsl:call-template name="line"/></xsl:attribute>
          </contentString>
        </payload>
      </xsl:if>
    </Communication>
  </xsl:template>

  <!-- A clip is part of its film. Where a film is, is said only while everybody on it agrees. -->
  <xsl:template name="media">
    <xsl:variable name="is-clip" select="@type = 'clip-chosen'"/>
    <xsl:variable name="label" select="string((c:data/c:reference[@thing = 'film'] | c:data/c:label[@thing = 'film'])[1])"/>
    <xsl:variable name="film" select="key('state', concat('film|', $label))[1]"/>
    <xsl:variable name="taken" select="key('thing', concat('film|', $label))[1]"/>
    <xsl:variable name="consent">
      <xsl:choose>
        <xsl:when test="$film"><xsl:value-of select="$film/@consent"/></xsl:when>
        <xsl:otherwise>none</xsl:otherwise>
      </xsl:choose>
    </xsl:variable>
    <xsl:variable name="start" select="c:data/c:milliseconds[@name = 'startMs']"/>
    <xsl:variable name="end" select="c:data/c:milliseconds[@name = 'endMs']"/>
    <xsl:variable name="fragment">
      <xsl:if test="$is-clip and $start and $end and $start &lt; $end">
        <xsl:value-of select="concat('t=', format-number($start div 1000, '0.###'), ',', format-number($end div 1000, '0.###'))"/>
      </xsl:if>
    </xsl:variable>
    <Media>
      <xsl:call-template name="common">
        <xsl:with-param name="more">
          <extension url="urn:vigil:fhir:film-consent">
            <valueCode value="{$consent}"/>
          </extension>
        </xsl:with-param>
      </xsl:call-template>
      <xsl:if test="$is-clip and $label != ''">
        <xsl:choose>
          <xsl:when test="$taken"><partOf><xsl:call-template name="reference"><xsl:with-param name="of" select="string($taken/@number)"/></xsl:call-template></partOf></xsl:when>
          <xsl:otherwise><partOf><display value="{$label}, which is not in this document"/></partOf></xsl:otherwise>
        </xsl:choose>
      </xsl:if>
      <xsl:call-template name="status"><xsl:with-param name="current" select="'completed'"/></xsl:call-template>
      <type>
        <coding>
          <system value="http://terminology.hl7.org/CodeSystem/media-type"/>
          <code value="video"/>
          <display value="Video"/>
        </coding>
        <text>
          <xsl:attribute name="value">
            <xsl:choose>
              <xsl:when test="$is-clip">clip</xsl:when>
              <xsl:when test="c:data/c:choice[@name = 'kind']">film: <xsl:value-of select="c:data/c:choice[@name = 'kind']"/></xsl:when>
              <xsl:otherwise>film</xsl:otherwise>
            </xsl:choose>
          </xsl:attribute>
        </text>
      </type>
      <subject><reference value="{$patient-url}"/></subject>
      <xsl:call-template name="encounter-reference"/>
      <xsl:call-template name="when"><xsl:with-param name="time" select="'createdDateTime'"/><xsl:with-param name="period" select="'createdPeriod'"/></xsl:call-template>
      <issued value="{c:recorded/@at}"/>
      <operator><xsl:call-template name="author"/></operator>
      <xsl:choose>
        <xsl:when test="$fragment != ''"><duration value="{format-number(($end - $start) div 1000, '0.###')}"/></xsl:when>
        <xsl:when test="c:data/c:milliseconds[@name = 'durationMs'] &gt; 0"><duration value="{format-number(c:data/c:milliseconds[@name = 'durationMs'] div 1000, '0.###')}"/></xsl:when>
      </xsl:choose>
      <xsl:variable name="location" select="$taken/c:data/c:text[@name = 'location']"/>
      <xsl:variable name="told" select="$consent = 'given' and $location and @standing != 'in-error'"/>
      <xsl:variable name="is-url" select="$told and translate($location, ' &#9;&#10;&#13;', '') = $location"/>
      <content>
        <xsl:if test="$fragment != '' and @standing != 'in-error'">
          <extension url="urn:vigil:fhir:fragment">
            <valueString value="{$fragment}"/>
          </extension>
        </xsl:if>
        <xsl:if test="$told and not($is-url)">
          <extension url="urn:vigil:fhir:location">
            <valueString value="{$location}"/>
          </extension>
        </xsl:if>
        <xsl:if test="$consent = 'given' and not($is-clip)">
          <xsl:for-each select="c:data/c:sha256">
            <extension url="urn:vigil:fhir:sha256">
              <valueString value="{.}"/>
            </extension>
          </xsl:for-each>
        </xsl:if>
        <xsl:if test="$is-url">
          <url>
            <xsl:attribute name="value">
              <xsl:value-of select="$location"/>
              <xsl:if test="$fragment != ''"><xsl:value-of select="concat('#', $fragment)"/></xsl:if>
            </xsl:attribute>
          </url>
        </xsl:if>
        <title>
          <xsl:attribute name="value">
            <xsl:choose>
              <xsl:when test="$is-clip and c:data/c:label"><xsl:value-of select="c:data/c:label[1]"/></xsl:when>
              <xsl:when test="$is-clip">clip</xsl:when>
              <xsl:when test="$label != ''"><xsl:value-of select="$label"/></xsl:when>
              <xsl:otherwise>film</xsl:otherwise>
            </xsl:choose>
          </xsl:attribute>
        </title>
      </content>
      <xsl:call-template name="note"/>
    </Media>
  </xsl:template>

  <xsl:template name="encounter">
    <xsl:variable name="kind" select="c:data/c:code[@name = 'kind']"/>
    <Encounter>
      <xsl:call-template name="common"><xsl:with-param name="profiled" select="'Encounter'"/></xsl:call-template>
      <xsl:choose>
        <xsl:when test="@type = 'appointment-booked'"><xsl:call-template name="status"><xsl:with-param name="current" select="'planned'"/></xsl:call-template></xsl:when>
        <xsl:otherwise><xsl:call-template name="status"><xsl:with-param name="current" select="'finished'"/></xsl:call-template></xsl:otherwise>
      </xsl:choose>
      <class>
        <system value="http://terminology.hl7.org/CodeSystem/v3-ActCode"/>
        <xsl:choose>
          <xsl:when test="$kind = 'home-visit'"><code value="HH"/><display value="home health"/></xsl:when>
          <xsl:otherwise><code value="AMB"/><display value="ambulatory"/></xsl:otherwise>
        </xsl:choose>
      </class>
      <type><xsl:call-template name="kind"/></type>
      <xsl:for-each select="$kind">
        <xsl:call-template name="concept"><xsl:with-param name="as" select="'type'"/><xsl:with-param name="code" select="."/></xsl:call-template>
      </xsl:for-each>
      <subject><reference value="{$patient-url}"/></subject>
      <episodeOfCare><reference value="{$episode-url}"/></episodeOfCare>
      <xsl:for-each select="c:data/c:references[@name = 'people']/c:item[. != $header/c:about/@person or not($header/c:about)]">
        <participant>
          <individual><xsl:call-template name="person-reference"><xsl:with-param name="label" select="string(.)"/></xsl:call-template></individual>
        </participant>
      </xsl:for-each>
      <xsl:for-each select="c:data/c:staffList[@name = 'staff']/c:item">
        <participant>
          <individual><xsl:call-template name="staff-reference"><xsl:with-param name="id" select="string(.)"/></xsl:call-template></individual>
        </participant>
      </xsl:for-each>
      <xsl:choose>
        <!-- When an appointment was made is when it happened; when it will be, its data say. -->
        <xsl:when test="@type = 'appointment-booked'">
          <xsl:for-each select="c:data/c:time[@name = 'time']">
            <period>
              <xsl:choose>
                <xsl:when test="@precision = 'unknown'"><start><xsl:call-template name="absent"/></start></xsl:when>
                <xsl:when test="contains(., '/')"><start value="{substring-before(., '/')}"/><end value="{substring-after(., '/')}"/></xsl:when>
                <xsl:otherwise><start value="{.}"/></xsl:otherwise>
              </xsl:choose>
            </period>
          </xsl:for-each>
        </xsl:when>
        <xsl:when test="c:happened/@precision = 'range'"><period><start value="{c:happened/@from}"/><end value="{c:happened/@to}"/></period></xsl:when>
        <xsl:otherwise><period><xsl:call-template name="when"><xsl:with-param name="time" select="'start'"/></xsl:call-template></period></xsl:otherwise>
      </xsl:choose>
      <xsl:for-each select="c:data/c:milliseconds[@name = 'durationMs']">
        <length>
          <value value="{format-number(. div 60000, '0.###')}"/>
          <unit value="min"/>
          <system value="http://unitsofmeasure.org"/>
          <code value="min"/>
        </length>
      </xsl:for-each>
      <serviceProvider><reference value="{$organization-url}"/></serviceProvider>
    </Encounter>
  </xsl:template>

  <!-- The newest wording is that of its newest revision; where it stands is what the case holds of it. -->
  <xsl:template name="goal">
    <xsl:variable name="label" select="string(c:data/c:label[@thing = 'goal'])"/>
    <xsl:variable name="state" select="key('state', concat('goal|', $label))[@entry = current()/@number]"/>
    <xsl:variable name="wording" select="(key('revision', $label)/c:data/c:text[@name = 'statement'])[last()]"/>
    <xsl:variable name="own" select="c:data/c:text[@name = 'statement' or @name = 'wording']"/>
    <Goal>
      <xsl:call-template name="common"/>
      <lifecycleStatus>
        <xsl:attribute name="value">
          <xsl:choose>
            <xsl:when test="@standing = 'in-error'">entered-in-error</xsl:when>
            <xsl:when test="$state/@status = 'ended' and $state/@outcome = 'met'">completed</xsl:when>
            <xsl:when test="$state/@status = 'ended'">cancelled</xsl:when>
            <xsl:otherwise>active</xsl:otherwise>
          </xsl:choose>
        </xsl:attribute>
      </lifecycleStatus>
      <xsl:if test="$state/@outcome = 'met' and @standing != 'in-error'">
        <achievementStatus>
          <coding>
            <system value="http://terminology.hl7.org/CodeSystem/goal-achievement"/>
            <code value="achieved"/>
            <display value="Achieved"/>
          </coding>
        </achievementStatus>
      </xsl:if>
      <category><xsl:call-template name="kind"/></category>
      <description>
        <text>
          <xsl:attribute name="value">
            <xsl:choose>
              <xsl:when test="@standing = 'in-error'">recorded in error</xsl:when>
              <xsl:when test="$label != '' and $wording"><xsl:value-of select="$wording"/></xsl:when>
              <xsl:when test="$own"><xsl:value-of select="$own[1]"/></xsl:when>
              <xsl:otherwise>the words are not in this document</xsl:otherwise>
            </xsl:choose>
          </xsl:attribute>
        </text>
      </description>
      <subject><reference value="{$patient-url}"/></subject>
      <startDate>
        <xsl:choose>
          <xsl:when test="c:happened/@precision = 'date' or c:happened/@precision = 'month'"><xsl:attribute name="value"><xsl:value-of select="c:happened"/></xsl:attribute></xsl:when>
          <xsl:when test="c:happened/@from"><xsl:attribute name="value"><xsl:value-of select="substring(v:london(string(c:happened/@from)), 1, 10)"/></xsl:attribute></xsl:when>
          <xsl:otherwise><xsl:call-template name="why-absent"/></xsl:otherwise>
        </xsl:choose>
      </startDate>
      <xsl:for-each select="c:data/c:references[@name = 'agreedWith' or @name = 'formedWith']/c:item[1]">
        <expressedBy><xsl:call-template name="person-reference"><xsl:with-param name="label" select="string(.)"/></xsl:call-template></expressedBy>
      </xsl:for-each>
    </Goal>
  </xsl:template>

  <xsl:template name="risk">
    <RiskAssessment>
      <xsl:call-template name="common"/>
      <xsl:for-each select="c:data/c:reference[@thing = 'risk'][1]">
        <xsl:for-each select="key('thing', concat(@thing, ../@thing, '|', .))[1]"><parent><xsl:call-template name="entry-reference"/></parent></xsl:for-each>
      </xsl:for-each>
      <xsl:call-template name="status"><xsl:with-param name="current" select="'final'"/><xsl:with-param name="amended" select="'amended'"/></xsl:call-template>
      <code><xsl:call-template name="kind"/></code>
      <subject><reference value="{$patient-url}"/></subject>
      <xsl:call-template name="encounter-reference"/>
      <xsl:call-template name="when"><xsl:with-param name="time" select="'occurrenceDateTime'"/><xsl:with-param name="period" select="'occurrencePeriod'"/></xsl:call-template>
      <performer><xsl:call-template name="author"/></performer>
      <xsl:for-each select="c:data/c:reference[@thing = 'concern' or @thing = 'disclosure']">
        <xsl:for-each select="key('thing', concat(@thing, ../@thing, '|', .))[1]"><basis><xsl:call-template name="entry-reference"/></basis></xsl:for-each>
      </xsl:for-each>
      <xsl:for-each select="c:data[../@standing != 'in-error']/c:choice[@name = 'level']">
        <prediction>
          <qualitativeRisk>
            <coding>
              <system value="http://terminology.hl7.org/CodeSystem/risk-probability"/>
              <code value="{.}"/>
            </coding>
            <text value="{.}"/>
          </qualitativeRisk>
        </prediction>
      </xsl:for-each>
      <xsl:for-each select="c:data[../@standing != 'in-error']/c:text[@name = 'protective']"><mitigation value="{.}"/></xsl:for-each>
      <xsl:call-template name="note"/>
    </RiskAssessment>
  </xsl:template>

  <xsl:template name="request">
    <xsl:variable name="is-ours" select="@type = 'social-care-referral-made'"/>
    <xsl:variable name="state" select="key('state', concat('referral|', c:data/c:label[@thing = 'referral']))"/>
    <ServiceRequest>
      <xsl:call-template name="common"><xsl:with-param name="profiled" select="'ServiceRequest'"/></xsl:call-template>
      <xsl:choose>
        <xsl:when test="$is-ours and (not($state) or $state/@status = 'open')"><xsl:call-template name="status"><xsl:with-param name="current" select="'active'"/></xsl:call-template></xsl:when>
        <xsl:otherwise><xsl:call-template name="status"><xsl:with-param name="current" select="'completed'"/></xsl:call-template></xsl:otherwise>
      </xsl:choose>
      <intent value="order"/>
      <xsl:for-each select="c:data/c:choice[@name = 'urgency']">
        <priority>
          <xsl:attribute name="value">
            <xsl:choose>
              <xsl:when test=". = 'emergency'">stat</xsl:when>
              <xsl:when test=". = 'urgent'">urgent</xsl:when>
              <xsl:otherwise>routine</xsl:otherwise>
            </xsl:choose>
          </xsl:attribute>
        </priority>
      </xsl:for-each>
      <xsl:choose>
        <xsl:when test="$is-ours">
          <code>
            <coding>
              <system value="http://snomed.info/sct"/>
              <code value="306238000"/>
              <display value="Referral to Social Services"/>
            </coding>
            <text value="{substring(concat(c:title, 'Social care referral made'), 1, string-length(c:title) + 25 * not(c:title))}"/>
          </code>
        </xsl:when>
        <xsl:otherwise><code><xsl:call-template name="kind"/></code></xsl:otherwise>
      </xsl:choose>
      <subject><reference value="{$patient-url}"/></subject>
      <xsl:call-template name="when"><xsl:with-param name="time" select="'occurrenceDateTime'"/><xsl:with-param name="period" select="'occurrencePeriod'"/></xsl:call-template>
      <authoredOn value="{c:recorded/@at}"/>
      <xsl:choose>
        <xsl:when test="$is-ours"><requester><xsl:call-template name="author"/></requester></xsl:when>
        <xsl:when test="c:data/c:text[@name = 'from'] and @standing != 'in-error'"><requester><display value="{c:data/c:text[@name = 'from']}"/></requester></xsl:when>
      </xsl:choose>
      <xsl:for-each select="c:data[../@standing != 'in-error']/c:text[@name = 'recipient']"><performer><display value="{.}"/></performer></xsl:for-each>
      <xsl:for-each select="c:data[../@standing != 'in-error']/c:text[@name = 'reason']"><reasonCode><text value="{.}"/></reasonCode></xsl:for-each>
      <xsl:for-each select="c:data/c:reference[@thing = 'risk' or @thing = 'disclosure' or @thing = 'decision']">
        <xsl:for-each select="key('thing', concat(@thing, ../@thing, '|', .))[1]"><supportingInfo><xsl:call-template name="entry-reference"/></supportingInfo></xsl:for-each>
      </xsl:for-each>
      <xsl:call-template name="note"/>
    </ServiceRequest>
  </xsl:template>

  <xsl:template name="task">
    <xsl:variable name="state" select="key('state', concat('action|', c:data/c:label[@thing = 'action']))[@entry = current()/@number]"/>
    <Task>
      <xsl:call-template name="common"><xsl:with-param name="profiled" select="'Task'"/></xsl:call-template>
      <xsl:choose>
        <xsl:when test="$state/@status = 'completed' or $state/@status = 'cancelled'"><xsl:call-template name="status"><xsl:with-param name="current" select="$state/@status"/></xsl:call-template></xsl:when>
        <xsl:otherwise><xsl:call-template name="status"><xsl:with-param name="current" select="'requested'"/></xsl:call-template></xsl:otherwise>
      </xsl:choose>
      <intent value="order"/>
      <code><xsl:call-template name="kind"/></code>
      <xsl:for-each select="c:data[../@standing != 'in-error']/c:text[@name = 'what']"><description value="{.}"/></xsl:for-each>
      <for><reference value="{$patient-url}"/></for>
      <xsl:call-template name="when"><xsl:with-param name="time" select="'authoredOn'"/></xsl:call-template>
      <requester><xsl:call-template name="author"/></requester>
      <xsl:for-each select="c:data/c:staff[@name = 'owner']">
        <owner><xsl:call-template name="staff-reference"><xsl:with-param name="id" select="string(.)"/></xsl:call-template></owner>
      </xsl:for-each>
      <xsl:for-each select="($state/@due | c:data/c:date[@name = 'due'][not($state/@due)])[1]">
        <restriction>
          <period><end value="{.}"/></period>
        </restriction>
      </xsl:for-each>
    </Task>
  </xsl:template>

  <!-- The word of somebody who decides on consent, as a document; where consent stands is in the Consent that names it. -->
  <xsl:template name="document">
    <DocumentReference>
      <xsl:call-template name="common"><xsl:with-param name="profiled" select="'DocumentReference'"/></xsl:call-template>
      <xsl:call-template name="status"><xsl:with-param name="current" select="'current'"/></xsl:call-template>
      <docStatus>
        <xsl:attribute name="value">
          <xsl:choose>
            <xsl:when test="@standing = 'in-error'">entered-in-error</xsl:when>
            <xsl:when test="@standing = 'amended'">amended</xsl:when>
            <xsl:otherwise>final</xsl:otherwise>
          </xsl:choose>
        </xsl:attribute>
      </docStatus>
      <type><xsl:call-template name="kind"/></type>
      <subject><reference value="{$patient-url}"/></subject>
      <date value="{c:recorded/@at}"/>
      <author><xsl:call-template name="author"/></author>
      <custodian><reference value="{$organization-url}"/></custodian>
      <content>
        <attachment>
          <xsl:if test="c:reading and @standing != 'in-error'">
            <contentType value="text/plain"/>
            <data value="{v:base64(string(c:reading))}"/>
          </xsl:if>
          <title>
            <xsl:attribute name="value">
              <xsl:choose>
                <xsl:when test="c:title"><xsl:value-of select="c:title"/></xsl:when>
                <xsl:otherwise><xsl:value-of select="@type"/></xsl:otherwise>
              </xsl:choose>
            </xsl:attribute>
          </title>
        </attachment>
      </content>
      <context>
        <xsl:choose>
          <xsl:when test="c:happened/@precision = 'range'"><period><start value="{c:happened/@from}"/><end value="{c:happened/@to}"/></period></xsl:when>
          <xsl:otherwise><period><xsl:call-template name="when"><xsl:with-param name="time" select="'start'"/></xsl:call-template></period></xsl:otherwise>
        </xsl:choose>
      </context>
    </DocumentReference>
  </xsl:template>

  <!-- Basic has no status, so an entry in error says it with an extension that nobody may overlook. -->
  <xsl:template name="basic">
    <Basic>
      <xsl:call-template name="common">
        <xsl:with-param name="more">
          <xsl:if test="c:reading and @standing != 'in-error'">
            <extension url="urn:vigil:fhir:reading">
              <valueString>
                <xsl:attribute name="value"><xsl:call-template name="line"/></xsl:attribute>
              </valueString>
            </extension>
          </xsl:if>
          <xsl:if test="@standing = 'in-error'">
            <modifierExtension url="urn:vigil:fhir:status">
              <valueCode value="entered-in-error"/>
            </modifierExtension>
          </xsl:if>
        </xsl:with-param>
      </xsl:call-template>
      <code><xsl:call-template name="kind"/></code>
      <xsl:variable name="target" select="c:data/c:event[@name = 'target']/@entry"/>
      <xsl:choose>
        <xsl:when test="$target"><subject><xsl:call-template name="reference"><xsl:with-param name="of" select="string($target)"/></xsl:call-template></subject></xsl:when>
        <xsl:when test="@type = 'case-opened' or @type = 'case-closed' or @type = 'case-reopened' or @type = 'vig-paused' or @type = 'vig-resumed'">
          <subject><reference value="{$episode-url}"/></subject>
        </xsl:when>
        <xsl:when test="c:data/*[@thing = 'person' and @name = 'person']">
          <xsl:for-each select="c:data/*[@thing = 'person' and @name = 'person'][1]">
            <subject><xsl:call-template name="person-reference"><xsl:with-param name="label" select="string(.)"/></xsl:call-template></subject>
          </xsl:for-each>
        </xsl:when>
        <xsl:when test="c:data/c:reference[@thing = 'action' or @thing = 'film'][key('thing', concat(@thing, '|', .))]">
          <xsl:for-each select="c:data/c:reference[@thing = 'action' or @thing = 'film'][1]">
            <xsl:for-each select="key('thing', concat(@thing, ../@thing, '|', .))[1]"><subject><xsl:call-template name="entry-reference"/></subject></xsl:for-each>
          </xsl:for-each>
        </xsl:when>
        <xsl:otherwise><subject><reference value="{$patient-url}"/></subject></xsl:otherwise>
      </xsl:choose>
      <created value="{substring(v:london(string(c:recorded/@at)), 1, 10)}"/>
      <author><xsl:call-template name="author"/></author>
    </Basic>
  </xsl:template>

  <!-- What was said in a review, in the order of the film, as WebVTT; each utterance is a Communication besides. -->
  <xsl:template name="transcript">
    <xsl:variable name="vtt">
      <xsl:text>WEBVTT&#10;</xsl:text>
      <xsl:for-each select="key('said', c:data/c:label)">
        <xsl:sort select="c:data/c:milliseconds[@name = 'startMs']" data-type="number"/>
        <xsl:sort select="@number" data-type="number"/>
        <xsl:variable name="start" select="number(c:data/c:milliseconds[@name = 'startMs'])"/>
        <xsl:variable name="end" select="number(c:data/c:milliseconds[@name = 'endMs'])"/>
        <xsl:text>&#10;</xsl:text>
        <xsl:call-template name="cue-time"><xsl:with-param name="ms" select="$start"/></xsl:call-template>
        <xsl:text> --&gt; </xsl:text>
        <!-- A cue ends after it starts. -->
        <xsl:call-template name="cue-time"><xsl:with-param name="ms" select="$end + ($end &lt;= $start)"/></xsl:call-template>
        <xsl:value-of select="concat('&#10;&lt;v ', c:data/c:choice[@name = 'speaker'], '&gt;')"/>
        <xsl:call-template name="cue-text"><xsl:with-param name="text" select="normalize-space(c:data/c:text[@name = 'words'])"/></xsl:call-template>
        <xsl:text>&#10;</xsl:text>
      </xsl:for-each>
    </xsl:variable>
    <xsl:text>&#10;</xsl:text>
    <entry>
      <fullUrl value="urn:uuid:{v:uuid($header/c:case/@id, concat('fhir|transcript|', @id))}"/>
      <resource>
        <DocumentReference>
          <xsl:call-template name="profile"><xsl:with-param name="of" select="'DocumentReference'"/></xsl:call-template>
          <identifier>
            <system value="urn:uuid:{$header/c:case/@id}"/>
            <value value="transcript|{c:data/c:label}"/>
          </identifier>
          <status value="current"/>
          <docStatus value="final"/>
          <type><text value="Transcript of a shared review"/></type>
          <subject><reference value="{$patient-url}"/></subject>
          <date value="{c:recorded/@at}"/>
          <author><xsl:call-template name="author"/></author>
          <custodian><reference value="{$organization-url}"/></custodian>
          <content>
            <attachment>
              <contentType value="text/vtt"/>
              <data value="{v:base64(string($vtt))}"/>
              <title value="{c:data/c:label}"/>
            </attachment>
          </content>
          <context>
            <encounter><xsl:call-template name="reference"><xsl:with-param name="of" select="string(@number)"/></xsl:call-template></encounter>
          </context>
        </DocumentReference>
      </resource>
    </entry>
  </xsl:template>
  <xsl:template name="cue-time">
    <xsl:param name="ms"/>
    <xsl:value-of select="concat(substring(concat('0', floor($ms div 3600000)), 1 + ($ms &gt;= 36000000)), ':', substring(floor($ms div 60000) mod 60 + 100, 2), ':',
      substring(floor($ms div 1000) mod 60 + 100, 2), '.', substring($ms mod 1000 + 1000, 2))"/>
  </xsl:template>
  <xsl:template name="cue-text">
    <xsl:param name="text"/>
    <xsl:choose>
      <xsl:when test="translate($text, '&amp;&lt;&gt;', '') = $text"><xsl:value-of select="$text"/></xsl:when>
      <xsl:otherwise>
        <xsl:variable name="first" select="substring($text, 1, 1)"/>
        <xsl:choose>
          <xsl:when test="string-length($text) = 1 and $first = '&amp;'">&amp;amp;</xsl:when>
          <xsl:when test="string-length($text) = 1 and $first = '&lt;'">&amp;lt;</xsl:when>
          <xsl:when test="string-length($text) = 1 and $first = '&gt;'">&amp;gt;</xsl:when>
          <xsl:otherwise>
            <!-- Halved, so that a long text does not nest deep. -->
            <xsl:variable name="half" select="floor(string-length($text) div 2)"/>
            <xsl:call-template name="cue-text"><xsl:with-param name="text" select="substring($text, 1, $half)"/></xsl:call-template>
            <xsl:call-template name="cue-text"><xsl:with-param name="text" select="substring($text, $half + 1)"/></xsl:call-template>
          </xsl:otherwise>
        </xsl:choose>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>
</xsl:stylesheet>
