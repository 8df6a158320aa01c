<?xml version="1.0" encoding="UTF-8"?>
<!--
  Case record to a chronology: the entries that bear on the child's safety and welfare, one row each, in order
  of when they happened. What only carries another entry on, such as the end of an action, is told as a step in
  the row that it belongs to; without that row it has one of its own, so nothing is told twice and nothing lost.

  Which types are significant is what the projection "chronology" says, too.
-->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns="urn:vigil:chronology:1"
  xmlns:c="urn:vigil:case-record:1" xmlns:v="urn:vigil:functions:1" exclude-result-prefixes="c v">
  <xsl:include href="words.xsl"/>

  <!-- Types that are significant whatever they say; then those that are with a certain value; then the steps. -->
  <xsl:variable name="always" select="' referral-received referral-accepted household-changed
    parental-responsibility-recorded concurrent-treatment-noted abuse-history-recorded engagement-risk-noted
    consent-withdrawn consent-refused film-lost goal-ended insight-recorded concern-reported risk-history-recorded
    risk-noted risk-reviewed risk-closed risk-plan-recorded disclosure-recorded disclosure-added-to
    impact-of-abuse-recorded safeguarding-lead-told safeguarding-decision-recorded staff-allegation-recorded
    lado-contacted strategy-discussion-noted conference-noted report-submitted action-assigned
    social-care-referral-made referral-outcome-received liaison-contact-made crisis-service-involved
    information-shared decision-not-to-share-recorded cycle-completed vig-paused vig-resumed case-closed
    case-reopened closing-statement-recorded follow-up-recorded generalisation-reported '"/>
  <xsl:variable name="steps" select="' action-reassigned action-completed action-cancelled referral-chased '"/>
  <xsl:variable name="answers" select="concat($steps, ' safeguarding-lead-told
    safeguarding-decision-recorded risk-plan-recorded action-assigned social-care-referral-made
    referral-outcome-received strategy-discussion-noted liaison-contact-made crisis-service-involved
    information-shared decision-not-to-share-recorded lado-contacted risk-closed vig-resumed ')"/>
  <xsl:variable name="ends" select="' action-completed action-cancelled referral-outcome-received risk-closed vig-resumed '"/>
  <xsl:variable name="worries" select="' abuse-history-recorded attendance-recorded engagement-risk-noted film-lost
    measure-scored concern-reported risk-history-recorded risk-noted disclosure-recorded impact-of-abuse-recorded
    staff-allegation-recorded crisis-service-involved '"/>
  <xsl:variable name="progress" select="' insight-recorded strength-named risk-closed vig-resumed generalisation-reported '"/>

  <!-- What an entry that counts brings into the case, and what points to it: "risk risk-1". -->
  <xsl:key name="label" match="c:entry[@standing = 'current' or @standing = 'amended']/c:data/c:label"
    use="concat(@thing, ' ', .)"/>
  <xsl:key name="reference" match="c:entry[@standing = 'current' or @standing = 'amended']/c:data/c:reference"
    use="concat(@thing, ' ', .)"/>
  <xsl:key name="reference" match="c:entry[@standing = 'current' or @standing = 'amended']/c:data/c:references/c:item"
    use="concat(../@thing, ' ', .)"/>
  <xsl:key name="reference" match="c:entry[@standing = 'current' or @standing = 'amended']/c:data/c:event[@name = 'allegation']"
    use="concat('allegation ', .)"/>

  <xsl:variable name="entries" select="/c:caseRecord/c:entries/c:entry"/>
  <xsl:variable name="document" select="string($header/c:document/@id)"/>
  <xsl:variable name="children" select="/c:caseRecord/c:people/c:person[c:role = 'child'][c:born]"/>
  <xsl:variable name="rows" select="$entries[not(@type)]
    | $entries[@standing = 'not-understood']
    | $entries[contains($always, concat(' ', @type, ' '))]
    | $entries[@type = 'person-added'][c:data/*[@name = 'role'] = 'child'][c:data/c:date[@name = 'born']]
    | $entries[@type = 'attendance-recorded'][c:data/*[@name = 'outcome']]
        [not(starts-with(c:data/*[@name = 'outcome'], 'attended')) and not(starts-with(c:data/*[@name = 'outcome'], 'cancelled'))]
    | $entries[@type = 'child-observed'][c:data/*[@name = 'seenAlone'] = 'true']
    | $entries[@type = 'strength-named'][c:data/*[@name = 'person']]
    | $entries[@type = 'measure-scored'][c:data/*[@name = 'selfHarmItem'] &gt; 0]
    | $entries[contains($steps, concat(' ', @type, ' '))][not(key('label',
        concat(c:data/c:reference/@thing, ' ', c:data/c:reference)))]
    | $entries[contains($steps, concat(' ', @type, ' '))][@standing = 'in-error']"/>

  <xsl:template name="chronology">
    <chronology version="1">
      <part document="{$document}" agency="{$service}" case="{$header/c:case/@reference}" rows="{count($rows)}">
        <xsl:for-each select="$header/c:organization/@ods"><xsl:attribute name="ods"><xsl:value-of select="."/></xsl:attribute></xsl:for-each>
        <xsl:for-each select="$header/c:replaces"><replaces document="{@document}" sha256="{@sha256}"/></xsl:for-each>
        <record id="{$header/c:record/@id}" name="{$header/c:record/@name}" case="{$header/c:case/@id}"/>
        <xsl:for-each select="$header/c:asOf"><asOf><xsl:value-of select="."/></asOf></xsl:for-each>
        <xsl:for-each select="$header/c:knownAt"><knownAt><xsl:value-of select="."/></knownAt></xsl:for-each>
        <xsl:for-each select="$header/c:from"><from><xsl:value-of select="."/></from></xsl:for-each>
        <xsl:for-each select="$header/c:until"><until><xsl:value-of select="."/></until></xsl:for-each>
        <xsl:for-each select="$header/c:madeAt"><madeAt><xsl:value-of select="."/></madeAt></xsl:for-each>
        <log throughPosition="{$header/c:log/@throughPosition}" treeSize="{$header/c:log/@treeSize}" root="{$header/c:log/@root}"/>
        <xsl:for-each select="$header/c:policy"><policy name="{@name}" version="{@version}"/></xsl:for-each>
        <madeBy id="{$header/c:exportedBy}">
          <xsl:call-template name="staff"><xsl:with-param name="id" select="$header/c:exportedBy"/></xsl:call-template>
        </madeBy>
        <xsl:for-each select="$header/c:recipient"><recipient><xsl:value-of select="."/></recipient></xsl:for-each>
        <xsl:for-each select="$header/c:purpose"><purpose><xsl:value-of select="."/></purpose></xsl:for-each>
        <xsl:for-each select="$header/c:basis"><basis><xsl:value-of select="."/></basis></xsl:for-each>
        <xsl:for-each select="/c:caseRecord/c:people/c:person">
          <person label="{@label}">
            <xsl:if test="@label = $header/c:about/@person"><xsl:attribute name="about">true</xsl:attribute></xsl:if>
            <xsl:for-each select="c:role"><xsl:attribute name="role"><xsl:value-of select="."/></xsl:attribute></xsl:for-each>
            <xsl:for-each select="c:born"><xsl:attribute name="born"><xsl:value-of select="."/></xsl:attribute></xsl:for-each>
            <xsl:call-template name="person"><xsl:with-param name="label" select="@label"/></xsl:call-template>
          </person>
        </xsl:for-each>
      </part>
      <xsl:variable name="unsorted">
        <xsl:apply-templates select="$rows" mode="row"/>
      </xsl:variable>
      <xsl:call-template name="sorted"><xsl:with-param name="rows" select="$unsorted"/></xsl:call-template>
    </chronology>
  </xsl:template>

  <!-- By the key that every agency's rows have; of two alike, as they stand in the case record. -->
  <xsl:template name="sorted" xmlns:exsl="http://exslt.org/common" xmlns:k="urn:vigil:chronology:1" exclude-result-prefixes="exsl k">
    <xsl:param name="rows"/>
    <xsl:for-each select="exsl:node-set($rows)/k:row">
      <xsl:sort select="@sort"/>
      <xsl:copy-of select="."/>
    </xsl:for-each>
  </xsl:template>

  <xsl:template match="c:entry" mode="row">
    <xsl:variable name="counts" select="@standing = 'current' or @standing = 'amended'"/>
    <xsl:variable name="told"><xsl:if test="$counts"><xsl:apply-templates select="." mode="told"/></xsl:if></xsl:variable>
    <xsl:variable name="first-told" select="c:data/*[@name = 'born' or @name = 'date' or @name = 'from' or @name = 'until'][self::c:date or self::c:time][. != 'unknown'][1]"/>
    <xsl:variable name="sort">
      <xsl:choose>
        <xsl:when test="string($told) != '' and translate(substring($first-told, 1, 10), '123456789', '000000000') = '0000-00-00'">
          <xsl:choose>
            <xsl:when test="contains($first-told, 'T')">
              <xsl:call-template name="clock"><xsl:with-param name="time" select="substring($first-told, 1, 24)"/></xsl:call-template>
            </xsl:when>
            <xsl:otherwise><xsl:value-of select="concat(substring($first-told, 1, 10), 'T00:00:00')"/></xsl:otherwise>
          </xsl:choose>
        </xsl:when>
        <xsl:when test="string($told) != '' and translate($first-told, '123456789', '000000000') = '0000-00'">
          <xsl:value-of select="concat($first-told, '-01T00:00:00')"/>
        </xsl:when>
        <xsl:when test="c:happened/@from and c:happened/@precision != 'unknown'">
          <xsl:call-template name="clock"><xsl:with-param name="time" select="c:happened/@from"/></xsl:call-template>
        </xsl:when>
        <xsl:otherwise><xsl:call-template name="clock"><xsl:with-param name="time" select="c:recorded/@at"/></xsl:call-template></xsl:otherwise>
      </xsl:choose>
    </xsl:variable>
    <xsl:variable name="event">
      <xsl:choose>
        <xsl:when test="$counts"><xsl:apply-templates select="." mode="event"/></xsl:when>
        <xsl:otherwise><xsl:apply-templates select="." mode="stub"/></xsl:otherwise>
      </xsl:choose>
    </xsl:variable>
    <row id="{@id}" part="{$document}" agency="{$service}" sort="{$sort}" standing="{@standing}">
      <xsl:for-each select="@type"><xsl:attribute name="type"><xsl:value-of select="."/></xsl:attribute></xsl:for-each>
      <xsl:for-each select="@confidentiality"><xsl:attribute name="confidentiality"><xsl:value-of select="."/></xsl:attribute></xsl:for-each>
      <date>
        <xsl:choose>
          <xsl:when test="string($told) != ''">
            <xsl:attribute name="precision">told</xsl:attribute>
            <xsl:attribute name="toldOf"><xsl:apply-templates select="." mode="when"/></xsl:attribute>
            <xsl:value-of select="$told"/>
          </xsl:when>
          <xsl:otherwise>
            <xsl:call-template name="date"/>
          </xsl:otherwise>
        </xsl:choose>
      </date>
      <xsl:if test="$counts and (string($told) != '' or c:happened/@from and c:happened/@precision != 'unknown')
        and not(string($told) != '' and translate(substring($first-told, 1, 7), '123456789', '000000000') != '0000-00')">
        <xsl:call-template name="ages"><xsl:with-param name="day" select="substring($sort, 1, 10)"/></xsl:call-template>
      </xsl:if>
      <event><xsl:value-of select="$event"/></event>
      <xsl:if test="$counts">
        <xsl:apply-templates select="." mode="reason"><xsl:with-param name="event" select="$event"/></xsl:apply-templates>
      </xsl:if>
      <xsl:for-each select="c:subject[not(. = preceding-sibling::c:subject)]">
        <concerns label="{.}"><xsl:call-template name="person"><xsl:with-param name="label" select="string(.)"/></xsl:call-template></concerns>
      </xsl:for-each>
      <xsl:apply-templates select="." mode="source"/>
      <xsl:if test="$counts">
        <xsl:apply-templates select="." mode="impact"/>
        <xsl:variable name="thing">
          <xsl:choose>
            <xsl:when test="@type = 'staff-allegation-recorded'"><xsl:value-of select="concat('allegation ', @id)"/></xsl:when>
            <xsl:when test="c:data/c:label[@thing != 'person']"><xsl:value-of select="concat(c:data/c:label/@thing, ' ', c:data/c:label)"/></xsl:when>
          </xsl:choose>
        </xsl:variable>
        <xsl:variable name="answering" select="key('reference', string($thing))/ancestor::c:entry
          [contains($answers, concat(' ', @type, ' '))]"/>
        <xsl:variable name="done"><xsl:apply-templates select="." mode="action"/></xsl:variable>
        <xsl:variable name="came"><xsl:apply-templates select="." mode="outcome"/></xsl:variable>
        <xsl:variable name="actor"><xsl:apply-templates select="." mode="actor"/></xsl:variable>
        <xsl:variable name="acting" select="$answering[not(contains($ends, concat(' ', @type, ' ')))]"/>
        <xsl:variable name="ending" select="$answering[contains($ends, concat(' ', @type, ' '))]"/>
        <xsl:if test="normalize-space($done) != '' or normalize-space($actor) != '' or $acting">
          <action>
            <xsl:if test="normalize-space($done) != ''"><said><xsl:value-of select="$done"/></said></xsl:if>
            <xsl:if test="normalize-space($actor) != ''"><actor><xsl:value-of select="$actor"/></actor></xsl:if>
            <xsl:apply-templates select="$acting" mode="answer"/>
          </action>
        </xsl:if>
        <xsl:if test="normalize-space($came) != '' or $ending">
          <outcome>
            <xsl:if test="normalize-space($came) != ''"><said><xsl:value-of select="$came"/></said></xsl:if>
            <xsl:apply-templates select="$ending" mode="answer"/>
          </outcome>
        </xsl:if>
      </xsl:if>
      <xsl:call-template name="recorded"/>
    </row>
  </xsl:template>

  <xsl:template name="date">
    <xsl:attribute name="precision">
      <xsl:choose>
        <xsl:when test="c:happened/@from"><xsl:value-of select="c:happened/@precision"/></xsl:when>
        <xsl:otherwise>unknown</xsl:otherwise>
      </xsl:choose>
    </xsl:attribute>
    <xsl:if test="c:happened/@precision != 'unknown' and c:happened/@from">
      <xsl:attribute name="from"><xsl:value-of select="c:happened/@from"/></xsl:attribute>
      <xsl:attribute name="to"><xsl:value-of select="c:happened/@to"/></xsl:attribute>
    </xsl:if>
    <xsl:apply-templates select="." mode="when"/>
  </xsl:template>

  <!-- Who recorded it, and each correction that is in the case record. -->
  <xsl:template name="recorded">
    <recorded at="{c:recorded/@at}" by="{c:recorded/@by}"><xsl:apply-templates select="." mode="recorded"/></recorded>
    <xsl:for-each select="c:correctedBy">
      <xsl:variable name="correction" select="key('entry', @entry)"/>
      <corrected at="{$correction/c:recorded/@at}" by="{$correction/c:recorded/@by}">
        <xsl:apply-templates select="$correction" mode="recorded"/>
      </corrected>
    </xsl:for-each>
  </xsl:template>

  <!-- What answers a row: a step is told here and nowhere else, a row of its own is pointed to. -->
  <xsl:template match="c:entry" mode="answer">
    <xsl:choose>
      <xsl:when test="contains($steps, concat(' ', @type, ' '))">
        <step id="{@id}" type="{@type}" standing="{@standing}">
          <date><xsl:call-template name="date"/></date>
          <event><xsl:apply-templates select="." mode="event"/></event>
          <xsl:call-template name="recorded"/>
        </step>
      </xsl:when>
      <xsl:otherwise>
        <see row="{@id}"><xsl:apply-templates select="." mode="event"/></see>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- The moment by London's clocks, to the second. -->
  <xsl:template name="clock">
    <xsl:param name="time"/>
    <xsl:value-of select="substring(v:london(string($time)), 1, 19)"/>
  </xsl:template>

  <!-- Ages in whole months under three years, in whole years after. -->
  <xsl:template name="ages">
    <xsl:param name="day"/>
    <xsl:for-each select="$children">
      <xsl:variable name="born" select="string(c:born)"/>
      <xsl:variable name="months" select="(substring($day, 1, 4) - substring($born, 1, 4)) * 12 + substring($day, 6, 2) - substring($born, 6, 2)
        - (substring($day, 9, 2) &lt; substring($born, 9, 2))"/>
      <age child="{@label}">
        <xsl:choose>
          <xsl:when test="$months &lt; 0">not born</xsl:when>
          <xsl:when test="$months = 1">1 month</xsl:when>
          <xsl:when test="$months &lt; 36"><xsl:value-of select="concat($months, ' months')"/></xsl:when>
          <xsl:otherwise><xsl:value-of select="concat(floor($months div 12), ' years')"/></xsl:otherwise>
        </xsl:choose>
      </age>
    </xsl:for-each>
  </xsl:template>

  <!-- When the thing told of happened, where an entry tells of an earlier or another time; else nothing. -->
  <xsl:template match="c:entry" mode="told"/>
  <xsl:template match="c:entry[@type = 'person-added']" mode="told">
    <xsl:apply-templates select="c:data/c:date[@name = 'born']" mode="value"/>
  </xsl:template>
  <xsl:template match="c:entry[@type = 'conference-noted']" mode="told">
    <xsl:apply-templates select="c:data/c:date[@name = 'date']" mode="value"/>
  </xsl:template>
  <xsl:template match="c:entry[@type = 'abuse-history-recorded' or @type = 'risk-history-recorded']" mode="told">
    <xsl:variable name="from" select="c:data/c:time[@name = 'from'][@precision != 'unknown']"/>
    <xsl:variable name="until" select="c:data/c:time[@name = 'until'][@precision != 'unknown']"/>
    <xsl:choose>
      <xsl:when test="$from or $until">
        <xsl:if test="$from">from <xsl:apply-templates select="$from" mode="value"/></xsl:if>
        <xsl:if test="$from and $until"><xsl:text> </xsl:text></xsl:if>
        <xsl:if test="$until">until <xsl:apply-templates select="$until" mode="value"/></xsl:if>
      </xsl:when>
      <xsl:otherwise><xsl:value-of select="normalize-space(c:data/c:text[@name = 'period'])"/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- The event in words. Where the line of the case record holds action or outcome, they go to their own columns. -->
  <xsl:template match="c:entry" mode="event">
    <xsl:choose>
      <xsl:when test="normalize-space(c:reading) != ''"><xsl:value-of select="c:reading"/></xsl:when>
      <xsl:otherwise><xsl:call-template name="plain-event"/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:template name="plain-event">
    <xsl:choose>
      <xsl:when test="normalize-space(c:title) != ''"><xsl:value-of select="c:title"/></xsl:when>
      <xsl:otherwise><xsl:value-of select="translate(@type, '-', ' ')"/></xsl:otherwise>
    </xsl:choose>
    <xsl:for-each select="c:data/*[not(self::c:label[@thing != 'person'])]">
      <xsl:choose><xsl:when test="position() = 1">: </xsl:when><xsl:otherwise>; </xsl:otherwise></xsl:choose>
      <xsl:call-template name="humanise"><xsl:with-param name="name" select="@name"/></xsl:call-template>
      <xsl:text> </xsl:text>
      <xsl:apply-templates select="." mode="value"/>
    </xsl:for-each>
  </xsl:template>

  <xsl:template match="c:entry" mode="stub">
    <xsl:choose>
      <xsl:when test="@standing = 'erased'">An entry whose content was lawfully erased</xsl:when>
      <xsl:when test="@standing = 'locked'">An entry that cannot be opened, since its key is missing</xsl:when>
      <xsl:when test="@standing = 'not-understood'"><xsl:value-of select="concat('An entry of a type that is not known here: ', @type)"/></xsl:when>
      <xsl:when test="normalize-space(c:title) != ''"><xsl:value-of select="concat(c:title, ' (recorded in error; it does not count)')"/></xsl:when>
      <xsl:otherwise>An entry that was recorded in error; it does not count</xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:template match="c:entry[@type = 'person-added'][c:data/c:date[@name = 'born']]" mode="event">
    <xsl:apply-templates select="c:data/*[@name = 'person']" mode="value"/>
    <xsl:text> born</xsl:text>
  </xsl:template>
  <xsl:template match="c:entry[@type = 'child-observed'][c:reading][c:data/*[@name = 'seenAlone'] = 'true']" mode="event">
    <xsl:apply-templates select="c:data/*[@name = 'child']" mode="value"/>
    <xsl:text> seen alone</xsl:text>
  </xsl:template>
  <xsl:template match="c:entry[@type = 'measure-scored'][c:reading]" mode="event">
    <xsl:value-of select="concat(c:reading, '; item on self-harm: ', c:data/*[@name = 'selfHarmItem'])"/>
  </xsl:template>
  <xsl:template match="c:entry[@type = 'disclosure-recorded'][c:reading]" mode="event">
    <xsl:value-of select="c:reading"/>
    <xsl:for-each select="c:data/*[@name = 'summary']"><xsl:value-of select="concat('. ', .)"/></xsl:for-each>
  </xsl:template>
  <xsl:template match="c:entry[@type = 'impact-of-abuse-recorded'][c:reading]" mode="event">
    <xsl:text>Impact on </xsl:text>
    <xsl:apply-templates select="c:data/*[@name = 'person']" mode="value"/>
  </xsl:template>
  <xsl:template match="c:entry[@type = 'safeguarding-decision-recorded'][c:data/*[@name = 'decided']]" mode="event">
    <xsl:for-each select="c:data/c:label"><xsl:value-of select="concat(., ': ')"/></xsl:for-each>
    <xsl:value-of select="c:data/*[@name = 'decided']"/>
  </xsl:template>
  <xsl:template match="c:entry[@type = 'strategy-discussion-noted'][c:data/*[@name = 'outcome' or @name = 'ourPart']]" mode="event">
    <xsl:text>Strategy discussion</xsl:text>
    <xsl:if test="c:data/*[@name = 'enquiryStarted'] = 'true'">; a section 47 enquiry began</xsl:if>
    <xsl:if test="c:data/*[@name = 'weTookPart'] = 'false'">; we did not take part</xsl:if>
  </xsl:template>
  <xsl:template match="c:entry[@type = 'conference-noted'][c:data/*[@name = 'kind']]" mode="event">
    <xsl:variable name="kind" select="translate(c:data/*[@name = 'kind'], '-', ' ')"/>
    <xsl:value-of select="concat(translate(substring($kind, 1, 1), $lower, $upper), substring($kind, 2))"/>
    <xsl:if test="c:data/*[@name = 'weTookPart'] = 'false'">; we did not take part</xsl:if>
    <xsl:for-each select="c:data/*[@name = 'query']"><xsl:value-of select="concat('. We asked: ', .)"/></xsl:for-each>
  </xsl:template>
  <xsl:template match="c:entry[@type = 'lado-contacted'][c:data]" mode="event">
    <xsl:text>Contacted the designated officer for allegations</xsl:text>
    <xsl:for-each select="c:data/*[@name = 'authority']"><xsl:value-of select="concat(', ', .)"/></xsl:for-each>
  </xsl:template>
  <xsl:template match="c:entry[@type = 'referral-outcome-received'][c:data/*[@name = 'outcome']]" mode="event">
    <xsl:value-of select="concat(c:data/*[@name = 'referral'], ' answered: ', c:data/*[@name = 'outcome'])"/>
  </xsl:template>
  <xsl:template match="c:entry[@type = 'crisis-service-involved'][c:reading]" mode="event">
    <xsl:apply-templates select="c:data/*[@name = 'agency']" mode="value"/>
    <xsl:text> came in for </xsl:text>
    <xsl:apply-templates select="c:data/*[@name = 'person']" mode="value"/>
    <xsl:for-each select="c:data/*[@name = 'reason']"><xsl:value-of select="concat(': ', .)"/></xsl:for-each>
  </xsl:template>
  <xsl:template match="c:entry[@type = 'decision-not-to-share-recorded'][c:data/*[@name = 'what']]" mode="event">
    <xsl:value-of select="concat('Did not share: ', c:data/*[@name = 'what'])"/>
    <xsl:for-each select="c:data/*[@name = 'recipient']"><xsl:value-of select="concat('; with ', .)"/></xsl:for-each>
  </xsl:template>
  <xsl:template match="c:entry[@type = 'case-closed'][c:reading]" mode="event">
    <xsl:text>Closed the case: </xsl:text>
    <xsl:apply-templates select="c:data/*[@name = 'reason']" mode="value"/>
    <xsl:for-each select="c:data/*[@name = 'closingRisk']"><xsl:value-of select="concat('; risk at closing: ', .)"/></xsl:for-each>
  </xsl:template>

  <!-- Why, apart from what happened. -->
  <xsl:template match="c:entry" mode="reason">
    <xsl:param name="event"/>
    <xsl:for-each select="(c:data/*[@name = 'rationale'] | c:data/*[@name = 'necessity'])[1]">
      <xsl:if test="not(contains($event, .))"><reason><xsl:value-of select="."/></reason></xsl:if>
    </xsl:for-each>
  </xsl:template>

  <!-- Who said so, or where it comes from; with the other agency, where there is one. -->
  <xsl:template match="c:entry" mode="source">
    <xsl:variable name="said" select="c:data/*[@name = 'from' and current()/@type = 'referral-received'
        or @name = 'from' and current()/@type = 'referral-outcome-received' or @name = 'from' and current()/@type = 'disclosure-added-to'
        or @name = 'toldBy' and current()/@type = 'risk-history-recorded'
        or @name = 'reportedBy' and current()/@type = 'concern-reported' or @name = 'reporter' and current()/@type = 'concern-reported'
        or @name = 'discloser' and current()/@type = 'disclosure-recorded' or @name = 'madeBy' and current()/@type = 'staff-allegation-recorded'
        or @name = 'contact' and current()/@type = 'liaison-contact-made' or @name = 'reporter' and current()/@type = 'generalisation-reported'
        or @name = 'person' and current()/@type = 'closing-statement-recorded']"/>
    <xsl:variable name="agency" select="c:data/c:code[@name = 'agency']"/>
    <xsl:variable name="words">
      <xsl:choose>
        <xsl:when test="$said"><xsl:apply-templates select="$said[1]" mode="value"/></xsl:when>
        <xsl:otherwise><xsl:value-of select="c:source"/></xsl:otherwise>
      </xsl:choose>
      <xsl:if test="$agency">
        <xsl:if test="$said or c:source"><xsl:text>; </xsl:text></xsl:if>
        <xsl:apply-templates select="$agency" mode="value"/>
      </xsl:if>
    </xsl:variable>
    <xsl:if test="normalize-space($words) != ''">
      <source>
        <xsl:for-each select="$agency"><xsl:attribute name="agency"><xsl:value-of select="."/></xsl:attribute></xsl:for-each>
        <xsl:value-of select="$words"/>
      </source>
    </xsl:if>
  </xsl:template>

  <!-- What the entry is for the child; in words only what the entry itself says. -->
  <xsl:template match="c:entry" mode="impact">
    <xsl:variable name="type" select="concat(' ', @type, ' ')"/>
    <impact>
      <xsl:attribute name="valence">
        <xsl:choose>
          <xsl:when test="@type = 'risk-reviewed'"><xsl:call-template name="course"/></xsl:when>
          <xsl:when test="contains($worries, $type)">-</xsl:when>
          <xsl:when test="contains($progress, $type)">+</xsl:when>
          <xsl:when test="@type = 'goal-ended' and c:data/*[@name = 'outcome'] = 'met'">+</xsl:when>
          <xsl:when test="@type = 'case-closed' and c:data/*[@name = 'planned'] = 'true'">+</xsl:when>
          <xsl:when test="@type = 'case-closed' and c:data/*[@name = 'planned'] = 'false'">-</xsl:when>
          <xsl:otherwise>neutral</xsl:otherwise>
        </xsl:choose>
      </xsl:attribute>
      <xsl:choose>
        <xsl:when test="@type = 'impact-of-abuse-recorded'"><xsl:value-of select="c:data/*[@name = 'impact']"/></xsl:when>
        <xsl:when test="@type = 'child-observed'"><xsl:value-of select="c:data/*[@name = 'observation']"/></xsl:when>
        <xsl:when test="@type = 'generalisation-reported' and c:data/*[@name = 'target'] = 'sibling'">
          <xsl:value-of select="c:data/*[@name = 'description']"/>
        </xsl:when>
      </xsl:choose>
    </impact>
  </xsl:template>

  <!-- Whether a risk rose or fell since it was judged before. -->
  <xsl:template name="course">
    <xsl:variable name="risk" select="string(c:data/c:reference[@name = 'risk'])"/>
    <xsl:variable name="level" select="string-length(substring-before('-low-moderate-high', concat('-', c:data/*[@name = 'level'])))"/>
    <xsl:variable name="before" select="preceding-sibling::c:entry[@standing = 'current' or @standing = 'amended']
      [@type = 'risk-noted' and c:data/c:label = $risk or @type = 'risk-reviewed' and c:data/c:reference[@name = 'risk'] = $risk][1]"/>
    <xsl:variable name="was" select="string-length(substring-before('-low-moderate-high', concat('-', $before/c:data/*[@name = 'level'])))"/>
    <xsl:choose>
      <xsl:when test="not(c:data/*[@name = 'level'])">neutral</xsl:when>
      <xsl:when test="not($before/c:data/*[@name = 'level']) and $level &gt; 0">-</xsl:when>
      <xsl:when test="not($before/c:data/*[@name = 'level'])">neutral</xsl:when>
      <xsl:when test="$level &gt; $was">-</xsl:when>
      <xsl:when test="$level &lt; $was">+</xsl:when>
      <xsl:otherwise>neutral</xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- What was done at once, as the entry says. -->
  <xsl:template match="c:entry" mode="action">
    <xsl:variable name="type" select="@type"/>
    <xsl:choose>
      <xsl:when test="$type = 'concern-reported' or $type = 'staff-allegation-recorded' or $type = 'referral-outcome-received'">
        <xsl:value-of select="c:data/*[@name = 'response']"/>
      </xsl:when>
      <xsl:when test="$type = 'disclosure-recorded'"><xsl:value-of select="c:data/*[@name = 'reply']"/></xsl:when>
      <xsl:when test="$type = 'conference-noted' or $type = 'strategy-discussion-noted'"><xsl:value-of select="c:data/*[@name = 'ourPart']"/></xsl:when>
      <xsl:when test="$type = 'safeguarding-decision-recorded'"><xsl:apply-templates select="c:data/*[@name = 'course']" mode="value"/></xsl:when>
      <xsl:when test="$type = 'film-lost' and c:data/*[@name = 'reportedTo']">
        <xsl:value-of select="concat('Reported to ', c:data/*[@name = 'reportedTo'])"/>
      </xsl:when>
      <xsl:when test="$type = 'case-closed'"><xsl:value-of select="c:data/*[@name = 'onwardCare']"/></xsl:when>
    </xsl:choose>
  </xsl:template>

  <!-- Who acted or decided, where that is somebody whom the event does not name. -->
  <xsl:template match="c:entry" mode="actor">
    <xsl:variable name="who" select="c:data/*[@name = 'agreedBy' and (current()/@type = 'safeguarding-decision-recorded' or current()/@type = 'risk-closed')
      or @name = 'lead' and (current()/@type = 'safeguarding-decision-recorded' or current()/@type = 'decision-not-to-share-recorded')
      or @name = 'calledBy' and current()/@type = 'crisis-service-involved']"/>
    <xsl:variable name="agreed" select="$who[@name = 'agreedBy']"/>
    <xsl:choose>
      <xsl:when test="$agreed">Agreed by <xsl:apply-templates select="$agreed" mode="value"/></xsl:when>
      <xsl:when test="$who[@name = 'lead']">Asked: <xsl:apply-templates select="$who[@name = 'lead']" mode="value"/></xsl:when>
      <xsl:when test="$who">Called by <xsl:apply-templates select="$who" mode="value"/></xsl:when>
    </xsl:choose>
  </xsl:template>

  <!-- What came of it, as the entry says. -->
  <xsl:template match="c:entry" mode="outcome">
    <xsl:variable name="type" select="@type"/>
    <xsl:choose>
      <xsl:when test="$type = 'crisis-service-involved' or $type = 'strategy-discussion-noted' or $type = 'conference-noted'">
        <xsl:value-of select="c:data/*[@name = 'outcome']"/>
      </xsl:when>
      <xsl:when test="$type = 'lado-contacted'"><xsl:value-of select="c:data/*[@name = 'advice']"/></xsl:when>
      <xsl:when test="$type = 'case-closed'"><xsl:value-of select="c:data/*[@name = 'summary']"/></xsl:when>
      <xsl:when test="$type = 'risk-closed' and c:data/*[@name = 'heldBy']"><xsl:value-of select="concat('Held by ', c:data/*[@name = 'heldBy'])"/></xsl:when>
      <xsl:when test="$type = 'vig-paused'"><xsl:value-of select="c:data/*[@name = 'explanation']"/></xsl:when>
    </xsl:choose>
  </xsl:template>
</xsl:stylesheet>
