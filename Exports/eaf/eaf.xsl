<?xml version="1.0" encoding="UTF-8"?>
<!--
  Case record to ELAN Annotation Format 3.0: the timeline of the one film that header/of names.

  It works in three steps: every entry that has a place on the timeline becomes an item (tier, start,
  end, value); the items' times become numbered time slots; the items of a tier become its annotations.
  An item without times keeps its place in the document as a property.
-->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:c="urn:vigil:case-record:1" xmlns:exsl="http://exslt.org/common"
  xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" exclude-result-prefixes="c exsl">
  <xsl:output method="xml" encoding="UTF-8" indent="yes"/>

  <xsl:key name="entry" match="c:entry" use="@number"/>
  <xsl:key name="of-film" match="c:entry" use="c:data/*[@name = 'film']"/>
  <xsl:key name="of-review" match="c:entry" use="c:data/*[@name = 'review']"/>
  <xsl:key name="film-state" match="c:state/c:film" use="@label"/>
  <xsl:key name="item-tier" match="item[@start]" use="@tier"/>
  <xsl:key name="item-code" match="item[@start and @code]" use="@code"/>
  <xsl:key name="slot" match="slot" use="@of"/>

  <xsl:variable name="header" select="/c:caseRecord/c:header"/>
  <xsl:variable name="film" select="string($header/c:of/@label)"/>
  <xsl:variable name="taken" select="key('of-film', $film)[@type = 'film-taken'][1]"/>
  <!-- The review that this film shows, and the reviews that were held on it. -->
  <xsl:variable name="shown" select="string($taken/c:data/*[@name = 'review'])"/>
  <xsl:variable name="held"
    select="key('of-film', $film)[@type = 'shared-review-held']/c:data/*[@name = 'review'][. != $shown]"/>

  <!-- Step 1: the items. -->
  <xsl:variable name="items-fragment">
    <xsl:apply-templates mode="item" select="key('of-film', $film)[@type = 'clip-chosen']"/>
    <xsl:apply-templates mode="item" select="key('of-film', $film)[@type = 'clip-rejected']"/>
    <xsl:apply-templates mode="item" select="key('of-film', $film)[@type = 'attunement-observed']"/>
    <xsl:apply-templates mode="principles"
      select="key('of-film', $film)[@type = 'clip-chosen' or @type = 'attunement-observed']"/>
    <xsl:apply-templates mode="item"
      select="key('of-film', $film)[@type = 'supervision-feedback-given'][c:data/*[@name = 'startMs']]"/>
    <xsl:if test="$shown != ''">
      <xsl:call-template name="review-items">
        <xsl:with-param name="review" select="$shown"/>
      </xsl:call-template>
    </xsl:if>
    <xsl:for-each select="$held">
      <xsl:call-template name="review-items">
        <xsl:with-param name="review" select="string(.)"/>
      </xsl:call-template>
    </xsl:for-each>
  </xsl:variable>
  <xsl:variable name="items" select="exsl:node-set($items-fragment)"/>

  <!-- Step 2: two time slots for each item, in order of time and numbered as ELAN numbers its own. -->
  <xsl:variable name="slots-fragment">
    <xsl:variable name="ends">
      <xsl:for-each select="$items/item[@start]">
        <slot of="{@id} start" value="{@start}"/>
        <slot of="{@id} end" value="{@end}"/>
      </xsl:for-each>
    </xsl:variable>
    <xsl:for-each select="exsl:node-set($ends)/slot">
      <xsl:sort select="@value" data-type="number"/>
      <slot of="{@of}" value="{@value}" id="ts{position()}"/>
    </xsl:for-each>
  </xsl:variable>
  <xsl:variable name="slots" select="exsl:node-set($slots-fragment)"/>

  <!-- Step 3: the document. -->
  <xsl:template match="/">
    <!-- The one prefix: ELAN's own files say their schema so, and pympi-ling reads no file that does not. -->
    <ANNOTATION_DOCUMENT DATE="{$header/c:madeAt}" AUTHOR="{$header/c:exportedBy}" VERSION="3.0" FORMAT="3.0"
      xsi:noNamespaceSchemaLocation="http://www.mpi.nl/tools/elan/EAFv3.0.xsd">
      <HEADER TIME_UNITS="milliseconds">
        <xsl:call-template name="media"/>
        <xsl:apply-templates select="$items/item[not(@start)]" mode="property"/>
        <xsl:for-each select="$items/item[@amended][not(@code)]">
          <PROPERTY NAME="amended"><xsl:value-of select="@amended"/></PROPERTY>
        </xsl:for-each>
      </HEADER>
      <TIME_ORDER>
        <xsl:for-each select="$slots/slot">
          <TIME_SLOT TIME_SLOT_ID="{@id}" TIME_VALUE="{@value}"/>
        </xsl:for-each>
        <!-- EAF demands this element, and nothing here is empty: the start of a film without annotations. -->
        <xsl:if test="not($slots/slot)"><TIME_SLOT TIME_SLOT_ID="ts1" TIME_VALUE="0"/></xsl:if>
      </TIME_ORDER>
      <xsl:for-each select="$items/item[@start][count(. | key('item-tier', @tier)[1]) = 1]">
        <xsl:variable name="sorted">
          <xsl:for-each select="key('item-tier', @tier)">
            <xsl:sort select="@start" data-type="number"/>
            <xsl:sort select="@end" data-type="number"/>
            <xsl:copy-of select="."/>
          </xsl:for-each>
        </xsl:variable>
        <xsl:call-template name="tier">
          <xsl:with-param name="items" select="exsl:node-set($sorted)"/>
          <xsl:with-param name="name" select="@tier"/>
        </xsl:call-template>
      </xsl:for-each>
      <xsl:call-template name="type"><xsl:with-param name="id" select="'clip'"/></xsl:call-template>
      <xsl:call-template name="type"><xsl:with-param name="id" select="'clip-left-out'"/></xsl:call-template>
      <xsl:call-template name="type"><xsl:with-param name="id" select="'attunement'"/></xsl:call-template>
      <xsl:if test="$items/item[@start and @code]">
        <LINGUISTIC_TYPE LINGUISTIC_TYPE_ID="principle" TIME_ALIGNABLE="true" GRAPHIC_REFERENCES="false"
          CONTROLLED_VOCABULARY_REF="principles"/>
      </xsl:if>
      <xsl:call-template name="type"><xsl:with-param name="id" select="'feedback'"/></xsl:call-template>
      <xsl:call-template name="type"><xsl:with-param name="id" select="'speech'"/></xsl:call-template>
      <xsl:call-template name="type"><xsl:with-param name="id" select="'paraphrase'"/></xsl:call-template>
      <xsl:call-template name="type"><xsl:with-param name="id" select="'pause'"/></xsl:call-template>
      <xsl:call-template name="type"><xsl:with-param name="id" select="'moment'"/></xsl:call-template>
      <LOCALE LANGUAGE_CODE="en" COUNTRY_CODE="GB"/>
      <LANGUAGE LANG_ID="eng" LANG_DEF="http://cdb.iso.org/lg/CDB-00138502-001" LANG_LABEL="English (eng)"/>
      <xsl:if test="$items/item[@start and @code]">
        <xsl:call-template name="vocabulary"/>
      </xsl:if>
    </ANNOTATION_DOCUMENT>
  </xsl:template>

  <!-- A type is declared when a tier is of it. -->
  <xsl:template name="type">
    <xsl:param name="id"/>
    <xsl:if test="$items/item[@start][@type = $id]">
      <LINGUISTIC_TYPE LINGUISTIC_TYPE_ID="{$id}" TIME_ALIGNABLE="true" GRAPHIC_REFERENCES="false"/>
    </xsl:if>
  </xsl:template>

  <!--
    ELAN makes no annotations that overlap in one tier, and other tools refuse them. So what begins while
    another still runs goes to a tier of its own, named ", 2" and so on. Items come in order of their
    start: when none begins before the end of the one just before it, none overlap at all.
  -->
  <xsl:template name="tier">
    <xsl:param name="items"/>
    <xsl:param name="name"/>
    <xsl:param name="round" select="1"/>
    <xsl:choose>
      <xsl:when test="not($items/item[@start &lt; preceding-sibling::item[1]/@end])">
        <xsl:call-template name="write-tier">
          <xsl:with-param name="items" select="$items/item"/>
          <xsl:with-param name="name" select="$name"/>
          <xsl:with-param name="round" select="$round"/>
        </xsl:call-template>
      </xsl:when>
      <xsl:otherwise>
        <xsl:call-template name="write-tier">
          <xsl:with-param name="items" select="$items/item[not(@start &lt; preceding-sibling::item/@end)]"/>
          <xsl:with-param name="name" select="$name"/>
          <xsl:with-param name="round" select="$round"/>
        </xsl:call-template>
        <xsl:variable name="rest">
          <xsl:copy-of select="$items/item[@start &lt; preceding-sibling::item/@end]"/>
        </xsl:variable>
        <xsl:call-template name="tier">
          <xsl:with-param name="items" select="exsl:node-set($rest)"/>
          <xsl:with-param name="name" select="$name"/>
          <xsl:with-param name="round" select="$round + 1"/>
        </xsl:call-template>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:template name="write-tier">
    <xsl:param name="items"/>
    <xsl:param name="name"/>
    <xsl:param name="round"/>
    <TIER TIER_ID="{$name}" LINGUISTIC_TYPE_REF="{$items[1]/@type}" DEFAULT_LOCALE="en">
      <xsl:if test="$round &gt; 1">
        <xsl:attribute name="TIER_ID"><xsl:value-of select="concat($name, ', ', $round)"/></xsl:attribute>
      </xsl:if>
      <xsl:if test="$items[1]/@participant">
        <xsl:attribute name="PARTICIPANT"><xsl:value-of select="$items[1]/@participant"/></xsl:attribute>
      </xsl:if>
      <xsl:for-each select="$items">
        <xsl:variable name="item" select="."/>
        <ANNOTATION>
          <ALIGNABLE_ANNOTATION ANNOTATION_ID="{@id}">
            <xsl:for-each select="$slots">
              <xsl:attribute name="TIME_SLOT_REF1">
                <xsl:value-of select="key('slot', concat($item/@id, ' start'))/@id"/>
              </xsl:attribute>
              <xsl:attribute name="TIME_SLOT_REF2">
                <xsl:value-of select="key('slot', concat($item/@id, ' end'))/@id"/>
              </xsl:attribute>
            </xsl:for-each>
            <xsl:if test="@code">
              <xsl:attribute name="CVE_REF"><xsl:value-of select="concat('principles-', @code)"/></xsl:attribute>
            </xsl:if>
            <ANNOTATION_VALUE><xsl:value-of select="value"/></ANNOTATION_VALUE>
          </ALIGNABLE_ANNOTATION>
        </ANNOTATION>
      </xsl:for-each>
    </TIER>
  </xsl:template>

  <!-- The principles that occur, in the order of their codes, with what the codebook says of them. -->
  <xsl:template name="vocabulary">
    <CONTROLLED_VOCABULARY CV_ID="principles">
      <xsl:variable name="book" select="/c:caseRecord/c:codebooks/c:codebook[@name = 'principles']"/>
      <xsl:if test="$book">
        <DESCRIPTION LANG_REF="eng">
          <xsl:value-of select="concat('Version ', $book/@version)"/>
          <xsl:if test="$book/@source"><xsl:value-of select="concat(': ', $book/@source)"/></xsl:if>
        </DESCRIPTION>
      </xsl:if>
      <xsl:for-each select="$items/item[@start and @code][count(. | key('item-code', @code)[1]) = 1]">
        <xsl:sort select="@code"/>
        <CV_ENTRY_ML CVE_ID="principles-{@code}">
          <CVE_VALUE LANG_REF="eng">
            <xsl:if test="@meaning">
              <xsl:attribute name="DESCRIPTION"><xsl:value-of select="@meaning"/></xsl:attribute>
            </xsl:if>
            <xsl:value-of select="@code"/>
          </CVE_VALUE>
        </CV_ENTRY_ML>
      </xsl:for-each>
    </CONTROLLED_VOCABULARY>
  </xsl:template>

  <!-- Items of a review: its times begin with the review, so the names of its tiers do, too. -->
  <xsl:template name="review-items">
    <xsl:param name="review"/>
    <xsl:variable name="in" select="key('of-review', $review)"/>
    <xsl:apply-templates mode="item" select="$in[@type = 'utterance-recorded']"/>
    <xsl:apply-templates mode="item" select="$in[@type = 'playback-paused']"/>
    <xsl:apply-templates mode="item" select="$in[@type = 'clip-shown']"/>
    <xsl:apply-templates mode="item" select="$in[@type = 'client-response-observed']"/>
    <xsl:apply-templates mode="item" select="$in[@type = 'guider-decision-recorded']"/>
    <xsl:apply-templates mode="item" select="$in[@type = 'attunement-observed'][not(c:data/*[@name = 'film'])]"/>
    <xsl:apply-templates mode="principles" select="$in[@type = 'attunement-observed'][not(c:data/*[@name = 'film'])]"/>
  </xsl:template>

  <xsl:template match="c:entry[@type = 'clip-chosen']" mode="item">
    <xsl:call-template name="item">
      <xsl:with-param name="tier" select="'clips'"/>
      <xsl:with-param name="type" select="'clip'"/>
      <xsl:with-param name="before" select="string(c:data/*[@name = 'clip'])"/>
      <xsl:with-param name="text" select="string(c:data/*[@name = 'description'])"/>
    </xsl:call-template>
  </xsl:template>

  <xsl:template match="c:entry[@type = 'clip-rejected']" mode="item">
    <xsl:call-template name="item">
      <xsl:with-param name="tier" select="'clips left out'"/>
      <xsl:with-param name="type" select="'clip-left-out'"/>
      <xsl:with-param name="text" select="string(c:data/*[@name = 'reason'])"/>
    </xsl:call-template>
  </xsl:template>

  <xsl:template match="c:entry[@type = 'attunement-observed']" mode="item">
    <xsl:call-template name="item">
      <xsl:with-param name="tier">
        <xsl:call-template name="review-prefix"/>
        <xsl:value-of select="normalize-space(concat('attunement ', c:data/*[@name = 'level']))"/>
      </xsl:with-param>
      <xsl:with-param name="type" select="'attunement'"/>
      <xsl:with-param name="participant" select="string(c:data/*[@name = 'level'])"/>
      <xsl:with-param name="text" select="string(c:data/*[@name = 'description'])"/>
    </xsl:call-template>
  </xsl:template>

  <!-- One tier for each level and principle, so that each can be shown, counted and searched alone. -->
  <xsl:template match="c:entry" mode="principles">
    <xsl:for-each select="c:data/c:codes[@name = 'principles']/c:item[normalize-space(.) != '']">
      <xsl:variable name="number" select="position()"/>
      <xsl:variable name="code" select="normalize-space(.)"/>
      <xsl:variable name="meaning" select="@meaning"/>
      <xsl:for-each select="ancestor::c:entry">
        <xsl:call-template name="item">
          <xsl:with-param name="tier">
            <xsl:call-template name="review-prefix"/>
            <xsl:value-of select="normalize-space(concat(c:data/*[@name = 'level'], ' ', $code, ' ', $meaning))"/>
          </xsl:with-param>
          <xsl:with-param name="type" select="'principle'"/>
          <xsl:with-param name="participant" select="string(c:data/*[@name = 'level'])"/>
          <xsl:with-param name="text" select="$code"/>
          <xsl:with-param name="code" select="$code"/>
          <xsl:with-param name="meaning" select="$meaning"/>
          <xsl:with-param name="part" select="concat('-p', $number)"/>
        </xsl:call-template>
      </xsl:for-each>
    </xsl:for-each>
  </xsl:template>

  <xsl:template match="c:entry[@type = 'supervision-feedback-given']" mode="item">
    <xsl:call-template name="item">
      <xsl:with-param name="tier" select="'supervision feedback'"/>
      <xsl:with-param name="type" select="'feedback'"/>
      <xsl:with-param name="before" select="string(c:data/*[@name = 'feedback'])"/>
      <xsl:with-param name="text" select="string(c:data/*[@name = 'words'])"/>
    </xsl:call-template>
  </xsl:template>

  <!-- Words that are the speaker's own and words that are not never share a tier. -->
  <xsl:template match="c:entry[@type = 'utterance-recorded']" mode="item">
    <xsl:variable name="paraphrase" select="c:data/*[@name = 'isParaphrase'] = 'true'"/>
    <xsl:variable name="who">
      <xsl:call-template name="speaker"/>
    </xsl:variable>
    <xsl:call-template name="item">
      <xsl:with-param name="tier">
        <xsl:value-of select="concat(c:data/*[@name = 'review'], ' ', $who)"/>
        <xsl:if test="$paraphrase">, paraphrase</xsl:if>
      </xsl:with-param>
      <xsl:with-param name="type">
        <xsl:choose>
          <xsl:when test="$paraphrase">paraphrase</xsl:when>
          <xsl:otherwise>speech</xsl:otherwise>
        </xsl:choose>
      </xsl:with-param>
      <xsl:with-param name="participant" select="string($who)"/>
      <xsl:with-param name="text" select="string(c:data/*[@name = 'words'])"/>
    </xsl:call-template>
  </xsl:template>

  <xsl:template name="speaker">
    <xsl:variable name="speaker" select="string(c:data/*[@name = 'speaker'])"/>
    <xsl:variable name="person" select="string(c:data/*[@name = 'person'])"/>
    <xsl:choose>
      <xsl:when test="$speaker != '' and $person != ''"><xsl:value-of select="concat($speaker, ' (', $person, ')')"/></xsl:when>
      <xsl:when test="$speaker != '' or $person != ''"><xsl:value-of select="concat($speaker, $person)"/></xsl:when>
      <xsl:otherwise>speaker not given</xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:template match="c:entry[@type = 'playback-paused']" mode="item">
    <xsl:call-template name="item">
      <xsl:with-param name="tier" select="concat(c:data/*[@name = 'review'], ' pauses')"/>
      <xsl:with-param name="type" select="'pause'"/>
      <xsl:with-param name="before">
        <xsl:if test="c:data/*[@name = 'after']"><xsl:value-of select="concat('after ', c:data/*[@name = 'after'])"/></xsl:if>
        <xsl:if test="c:data/*[@name = 'after'] and c:data/*[@name = 'brokenBy']">, </xsl:if>
        <xsl:if test="c:data/*[@name = 'brokenBy']">
          <xsl:value-of select="concat('broken by ', c:data/*[@name = 'brokenBy'])"/>
        </xsl:if>
      </xsl:with-param>
      <xsl:with-param name="text" select="string(c:data/*[@name = 'question'])"/>
    </xsl:call-template>
  </xsl:template>

  <xsl:template match="c:entry[@type = 'clip-shown']" mode="item">
    <xsl:call-template name="item">
      <xsl:with-param name="tier" select="concat(c:data/*[@name = 'review'], ' clips shown')"/>
      <xsl:with-param name="type" select="'moment'"/>
      <xsl:with-param name="before" select="string(c:data/*[@name = 'clip'])"/>
      <xsl:with-param name="text" select="string(c:data/*[@name = 'framing'])"/>
    </xsl:call-template>
  </xsl:template>

  <xsl:template match="c:entry[@type = 'client-response-observed']" mode="item">
    <xsl:call-template name="item">
      <xsl:with-param name="tier" select="concat(c:data/*[@name = 'review'], ' responses')"/>
      <xsl:with-param name="type" select="'moment'"/>
      <xsl:with-param name="before" select="string(c:data/*[@name = 'person'])"/>
      <xsl:with-param name="text" select="string(c:data/*[@name = 'response'])"/>
    </xsl:call-template>
  </xsl:template>

  <xsl:template match="c:entry[@type = 'guider-decision-recorded']" mode="item">
    <xsl:call-template name="item">
      <xsl:with-param name="tier" select="concat(c:data/*[@name = 'review'], ' decisions')"/>
      <xsl:with-param name="type" select="'moment'"/>
      <xsl:with-param name="text" select="string(c:data/*[@name = 'decided'])"/>
    </xsl:call-template>
  </xsl:template>

  <xsl:template name="review-prefix">
    <xsl:if test="not(c:data/*[@name = 'film'])"><xsl:value-of select="concat(c:data/*[@name = 'review'], ' ')"/></xsl:if>
  </xsl:template>

  <!--
    One item. What has a start and an end lies between them; what has a moment lies there. A moment, and
    what ends when it starts, takes one millisecond, the unit of the record, so that every annotation ends
    after its start. What has neither, or an end without a start, has no start here.
  -->
  <xsl:template name="item">
    <xsl:param name="tier"/>
    <xsl:param name="type"/>
    <xsl:param name="participant"/>
    <xsl:param name="before"/>
    <xsl:param name="text"/>
    <xsl:param name="code"/>
    <xsl:param name="meaning"/>
    <xsl:param name="part"/>
    <xsl:variable name="start" select="string(c:data/c:milliseconds[@name = 'startMs'])"/>
    <xsl:variable name="end" select="string(c:data/c:milliseconds[@name = 'endMs'])"/>
    <xsl:variable name="at" select="string(c:data/c:milliseconds[@name = 'atMs'])"/>
    <xsl:variable name="length" select="string(c:data/c:milliseconds[@name = 'durationMs'])"/>
    <item tier="{$tier}" id="{concat('a-', @id, $part)}">
      <xsl:attribute name="type">
        <xsl:choose>
          <xsl:when test="$type = 'pause' and ($length = '' or $length = 0)">moment</xsl:when>
          <xsl:otherwise><xsl:value-of select="$type"/></xsl:otherwise>
        </xsl:choose>
      </xsl:attribute>
      <xsl:if test="$type = 'pause' and ($length = '' or $length = 0)">
        <xsl:attribute name="tier"><xsl:value-of select="concat($tier, ', length not recorded')"/></xsl:attribute>
      </xsl:if>
      <xsl:choose>
        <xsl:when test="$at != '' and $type = 'pause' and $length &gt; 0">
          <xsl:attribute name="start"><xsl:value-of select="$at"/></xsl:attribute>
          <xsl:attribute name="end"><xsl:value-of select="format-number($at + $length, '0')"/></xsl:attribute>
        </xsl:when>
        <xsl:when test="$at != ''">
          <xsl:attribute name="start"><xsl:value-of select="$at"/></xsl:attribute>
          <xsl:attribute name="end"><xsl:value-of select="format-number($at + 1, '0')"/></xsl:attribute>
        </xsl:when>
        <xsl:when test="$start != '' and $end != '' and $end &gt; $start">
          <xsl:attribute name="start"><xsl:value-of select="$start"/></xsl:attribute>
          <xsl:attribute name="end"><xsl:value-of select="$end"/></xsl:attribute>
        </xsl:when>
        <xsl:when test="$start != '' and $end = $start">
          <xsl:attribute name="start"><xsl:value-of select="$start"/></xsl:attribute>
          <xsl:attribute name="end"><xsl:value-of select="format-number($start + 1, '0')"/></xsl:attribute>
        </xsl:when>
      </xsl:choose>
      <xsl:if test="$participant != ''">
        <xsl:attribute name="participant"><xsl:value-of select="$participant"/></xsl:attribute>
      </xsl:if>
      <xsl:if test="$code != ''">
        <xsl:attribute name="code"><xsl:value-of select="$code"/></xsl:attribute>
      </xsl:if>
      <xsl:if test="$meaning != ''">
        <xsl:attribute name="meaning"><xsl:value-of select="$meaning"/></xsl:attribute>
      </xsl:if>
      <xsl:if test="@standing = 'amended'">
        <xsl:attribute name="amended">
          <xsl:value-of select="concat('a-', @id, ' ')"/>
          <xsl:variable name="correction" select="key('entry', c:correctedBy[last()]/@entry)"/>
          <xsl:choose>
            <xsl:when test="$correction">
              <xsl:value-of select="concat('at ', $correction/c:recorded/@at, ' by ', $correction/c:recorded/@by,
                ' (entry ', $correction/@id, ')')"/>
            </xsl:when>
            <xsl:otherwise>by an entry that is not in the case record document</xsl:otherwise>
          </xsl:choose>
        </xsl:attribute>
      </xsl:if>
      <!-- Nothing is empty: without words of its own an item has its reading, and at the least its title. -->
      <value>
        <xsl:choose>
          <xsl:when test="$before != '' and $text != ''"><xsl:value-of select="concat($before, ': ', $text)"/></xsl:when>
          <xsl:when test="$before != '' or $text != ''"><xsl:value-of select="concat($before, $text)"/></xsl:when>
          <xsl:when test="c:reading"><xsl:value-of select="c:reading"/></xsl:when>
          <xsl:when test="c:title"><xsl:value-of select="c:title"/></xsl:when>
          <xsl:otherwise><xsl:value-of select="@type"/></xsl:otherwise>
        </xsl:choose>
      </value>
    </item>
  </xsl:template>

  <xsl:template match="item" mode="property">
    <PROPERTY NAME="without times"><xsl:value-of select="concat(@id, ' in ', @tier, ': ', value)"/></PROPERTY>
  </xsl:template>

  <!--
    The media file and the properties. EAF does not demand a media descriptor. It is written only for a
    film that is held and agreed to, whose location is an address, of a kind of file that its ending tells:
    a made-up path would be a false statement, and a path to a destroyed film, too.
  -->
  <xsl:template name="media">
    <xsl:variable name="status" select="string(key('film-state', $film)/@status)"/>
    <xsl:variable name="consent" select="string(key('film-state', $film)/@consent)"/>
    <xsl:variable name="moved" select="key('of-film', $film)[@type = 'film-moved'][last()]"/>
    <xsl:variable name="source" select="$moved | $taken[not($moved)]"/>
    <xsl:variable name="location" select="normalize-space($source/c:data/*[@name = 'location'])"/>
    <xsl:variable name="is-address" select="translate($location, ' &lt;&gt;&quot;{}|\^`%', '') = $location and
      (not(contains($location, ':')) or starts-with($location, 'file:///') or starts-with($location, 'https://'))"/>
    <xsl:variable name="ending" select="translate(substring($location, string-length($location) - 3),
      'ABCDEFGHIJKLMNOPQRSTUVWXYZ', 'abcdefghijklmnopqrstuvwxyz')"/>
    <xsl:variable name="mime">
      <xsl:choose>
        <xsl:when test="$ending = '.mp4'">video/mp4</xsl:when>
        <xsl:when test="$ending = '.mov'">video/quicktime</xsl:when>
        <xsl:when test="$ending = '.mpg' or $ending = 'mpeg'">video/mpeg</xsl:when>
        <xsl:when test="$ending = '.wav'">audio/x-wav</xsl:when>
      </xsl:choose>
    </xsl:variable>
    <xsl:variable name="usable" select="$status = 'held' and $consent = 'given'"/>
    <xsl:if test="$usable and $is-address and $mime != ''">
      <MEDIA_DESCRIPTOR MIME_TYPE="{$mime}">
        <xsl:attribute name="MEDIA_URL">
          <xsl:if test="starts-with($location, '/')">file://</xsl:if>
          <xsl:value-of select="$location"/>
        </xsl:attribute>
        <xsl:if test="not(starts-with($location, '/') or contains($location, ':'))">
          <xsl:attribute name="RELATIVE_MEDIA_URL"><xsl:value-of select="concat('./', $location)"/></xsl:attribute>
        </xsl:if>
      </MEDIA_DESCRIPTOR>
    </xsl:if>
    <PROPERTY NAME="what">
      <xsl:text>Timeline of </xsl:text>
      <xsl:choose>
        <xsl:when test="$film != ''"><xsl:value-of select="$film"/></xsl:when>
        <xsl:otherwise>a film</xsl:otherwise>
      </xsl:choose>
      <xsl:text>, made from the case record for research; a working copy, not the record</xsl:text>
    </PROPERTY>
    <xsl:apply-templates select="$header" mode="properties"/>
    <xsl:if test="$film != ''"><PROPERTY NAME="film"><xsl:value-of select="$film"/></PROPERTY></xsl:if>
    <xsl:if test="$taken"><PROPERTY NAME="film entry"><xsl:value-of select="$taken/@id"/></PROPERTY></xsl:if>
    <xsl:for-each select="$taken/c:happened">
      <PROPERTY NAME="film taken"><xsl:value-of select="."/></PROPERTY>
    </xsl:for-each>
    <xsl:for-each select="$taken/c:data/*[@name = 'kind']">
      <PROPERTY NAME="film kind"><xsl:value-of select="."/></PROPERTY>
    </xsl:for-each>
    <xsl:for-each select="$taken/c:data/*[@name = 'durationMs']">
      <PROPERTY NAME="film length in milliseconds"><xsl:value-of select="."/></PROPERTY>
    </xsl:for-each>
    <xsl:if test="$status != ''"><PROPERTY NAME="film status"><xsl:value-of select="$status"/></PROPERTY></xsl:if>
    <xsl:if test="$consent != ''"><PROPERTY NAME="film consent"><xsl:value-of select="$consent"/></PROPERTY></xsl:if>
    <xsl:for-each select="$source/c:data/*[@name = 'sha256']">
      <PROPERTY NAME="film sha256"><xsl:value-of select="."/></PROPERTY>
    </xsl:for-each>
    <xsl:if test="not($usable and $is-address and $mime != '')">
      <PROPERTY NAME="film file">
        <xsl:choose>
          <xsl:when test="$usable and $location != ''"><xsl:value-of select="$location"/></xsl:when>
          <xsl:otherwise>not named in this document</xsl:otherwise>
        </xsl:choose>
      </PROPERTY>
    </xsl:if>
    <PROPERTY NAME="times">
      <xsl:text>Tiers count from the start of the film, except those whose name begins with a review: they count </xsl:text>
      <xsl:text>from the start of that review. A moment takes one millisecond.</xsl:text>
    </PROPERTY>
    <xsl:if test="$shown != ''">
      <PROPERTY NAME="review">
        <xsl:value-of select="concat($shown, ': this film shows it; the two are taken to start together')"/>
      </PROPERTY>
      <xsl:call-template name="review-entry"><xsl:with-param name="review" select="$shown"/></xsl:call-template>
    </xsl:if>
    <xsl:for-each select="$held">
      <PROPERTY NAME="review">
        <xsl:value-of select="concat(., ': held on this film; its times are not times of the film')"/>
      </PROPERTY>
      <xsl:call-template name="review-entry"><xsl:with-param name="review" select="string(.)"/></xsl:call-template>
    </xsl:for-each>
  </xsl:template>

  <xsl:template name="review-entry">
    <xsl:param name="review"/>
    <xsl:for-each select="key('of-review', $review)[@type = 'shared-review-held'][1]">
      <PROPERTY NAME="review entry"><xsl:value-of select="concat($review, ' ', @id)"/></PROPERTY>
    </xsl:for-each>
  </xsl:template>

  <xsl:template match="c:header" mode="properties">
    <xsl:apply-templates mode="property" select="c:document/@id"/>
    <xsl:if test="c:replaces">
      <PROPERTY NAME="replaces document"><xsl:value-of select="c:replaces/@document"/></PROPERTY>
    </xsl:if>
    <PROPERTY NAME="record"><xsl:value-of select="concat(c:record/@name, ' ', c:record/@id)"/></PROPERTY>
    <xsl:if test="c:organization/@name">
      <PROPERTY NAME="organisation"><xsl:value-of select="c:organization/@name"/></PROPERTY>
    </xsl:if>
    <PROPERTY NAME="case"><xsl:value-of select="concat(c:case/@reference, ' ', c:case/@id)"/></PROPERTY>
    <xsl:if test="c:asOf">
      <PROPERTY NAME="as of"><xsl:value-of select="concat('what had happened, or may have, by ', c:asOf)"/></PROPERTY>
    </xsl:if>
    <xsl:if test="c:knownAt">
      <PROPERTY NAME="known at"><xsl:value-of select="concat('what had been recorded by ', c:knownAt)"/></PROPERTY>
    </xsl:if>
    <xsl:if test="c:from"><PROPERTY NAME="from"><xsl:value-of select="c:from"/></PROPERTY></xsl:if>
    <xsl:if test="c:until"><PROPERTY NAME="until"><xsl:value-of select="c:until"/></PROPERTY></xsl:if>
    <PROPERTY NAME="newest entry recorded"><xsl:value-of select="c:madeAt"/></PROPERTY>
    <PROPERTY NAME="log">
      <xsl:value-of select="concat('through position ', c:log/@throughPosition, ', root ', c:log/@root)"/>
    </PROPERTY>
    <PROPERTY NAME="policy">
      <xsl:value-of select="concat(c:policy/@name, ' ', c:policy/@version, ', audience ', c:audience)"/>
    </PROPERTY>
    <xsl:if test="c:recipient"><PROPERTY NAME="recipient"><xsl:value-of select="c:recipient"/></PROPERTY></xsl:if>
    <xsl:if test="c:purpose"><PROPERTY NAME="purpose"><xsl:value-of select="c:purpose"/></PROPERTY></xsl:if>
    <xsl:if test="c:basis"><PROPERTY NAME="lawful basis"><xsl:value-of select="c:basis"/></PROPERTY></xsl:if>
  </xsl:template>

  <xsl:template match="c:document/@id" mode="property">
    <PROPERTY NAME="document"><xsl:value-of select="."/></PROPERTY>
  </xsl:template>
</xsl:stylesheet>
