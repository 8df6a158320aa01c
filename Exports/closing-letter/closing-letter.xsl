<?xml version="1.0" encoding="UTF-8"?>
<!--
  Case record to a letter for the family: what the work was, goals, good moments, strengths, their own words, what comes
  next. A section without anything to tell is left out; without any of them it is still a letter.

  Only the types that a template below asks for are told. Nothing is told of risk, and nothing that does not count.
-->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns="http://www.w3.org/1999/xhtml"
  xmlns:c="urn:vigil:case-record:1" xmlns:v="urn:vigil:functions:1" exclude-result-prefixes="c v">
  <xsl:include href="words.xsl"/>
  <xsl:output method="xml" encoding="UTF-8" indent="yes"/>

  <xsl:key name="told" match="c:entry[@standing = 'current' or @standing = 'amended']" use="@type"/>
  <xsl:key name="film" match="c:entry[@type = 'film-taken'][@standing = 'current' or @standing = 'amended']" use="c:data/c:label"/>
  <xsl:key name="revised" match="c:entry[@type = 'goal-revised'][@standing = 'current' or @standing = 'amended']" use="c:data/c:reference[@name = 'goal']"/>
  <xsl:key name="rated" match="c:entry[@type = 'goal-rated'][@standing = 'current' or @standing = 'amended'][c:data/c:integer]" use="c:data/c:reference[@name = 'goal']"/>
  <xsl:key name="ended" match="c:entry[@type = 'goal-ended'][@standing = 'current' or @standing = 'amended']" use="c:data/c:reference[@name = 'goal']"/>
  <xsl:key name="meaning" match="c:item[@meaning]" use="@meaning"/>

  <xsl:variable name="root" select="/"/>
  <xsl:variable name="people" select="/c:caseRecord/c:people/c:person"/>
  <xsl:variable name="clients" select="$people[c:role = 'client']"/>
  <xsl:variable name="children" select="$people[c:role = 'child']"/>
  <xsl:variable name="case" select="/c:caseRecord/c:state/c:case"/>
  <!-- A clip of the guider's own attunement is not the family's; one that went wrong is not for a letter. -->
  <xsl:variable name="moments" select="(key('told', 'clip-chosen') | key('told', 'attunement-observed'))
    [normalize-space(c:data/*[@name = 'description']) != '']
    [not(c:data/*[@name = 'isFailedMoment'] = 'true')]
    [not(c:data/*[@name = 'level']) or c:data/*[@name = 'level'] = 'PI']"/>
  <xsl:variable name="goals" select="key('told', 'goal-agreed')[c:data/c:text[@name = 'statement'] or key('revised', c:data/c:label)/c:data/c:text[@name = 'statement']]"/>
  <xsl:variable name="strengths" select="key('told', 'strength-named')[c:data/c:text[@name = 'strength']][not(c:data/*[@name = 'staff'])]"/>
  <xsl:variable name="themes" select="key('told', 'theme-named')[c:data/c:text[@name = 'name']]"/>
  <xsl:variable name="statements" select="key('told', 'closing-statement-recorded')[c:data/c:text[@name = 'statement']]"/>
  <xsl:variable name="further" select="key('told', 'generalisation-reported')[c:data/c:text[@name = 'description']]"/>
  <xsl:variable name="questions" select="key('told', 'helping-question-formed')[c:data/c:text[@name = 'wording']]"/>
  <xsl:variable name="focus" select="key('told', 'focus-agreed')[c:data/c:text[@name = 'focus']]"/>
  <xsl:variable name="after" select="key('told', 'follow-up-recorded')[c:data/c:text[@name = 'summary']]"/>
  <xsl:variable name="closing" select="key('told', 'case-closed')[c:data/c:text[@name = 'onwardCare']]"/>

  <xsl:variable name="child-name">
    <xsl:choose>
      <xsl:when test="$children[normalize-space(c:name) != '']">
        <xsl:call-template name="names"><xsl:with-param name="people" select="$children[normalize-space(c:name) != '']"/></xsl:call-template>
      </xsl:when>
      <xsl:when test="count($children) &gt; 1">your children</xsl:when>
      <xsl:when test="$children">your child</xsl:when>
    </xsl:choose>
  </xsl:variable>

  <xsl:template match="/">
    <html lang="en-GB">
      <head>
        <meta charset="UTF-8"/>
        <meta name="viewport" content="width=device-width, initial-scale=1"/>
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'"/>
        <title>A letter about our work together</title>
        <style><xsl:call-template name="style"/></style>
      </head>
      <body>
        <header>
          <p class="service"><xsl:value-of select="$service"/></p>
          <xsl:if test="$header/c:madeAt">
            <p class="date">
              <xsl:text>From our notes up to </xsl:text>
              <xsl:call-template name="day"><xsl:with-param name="date" select="substring(v:london(string($header/c:madeAt)), 1, 10)"/></xsl:call-template>
            </p>
          </xsl:if>
          <h1>A letter about our work together</h1>
        </header>
        <main>
          <p class="greeting"><xsl:call-template name="greeting"/></p>
          <p>
            <xsl:text>Thank you for letting us work with you</xsl:text>
            <xsl:if test="$child-name != ''"><xsl:value-of select="concat(' and ', $child-name)"/></xsl:if>
            <xsl:text>. This letter is yours to keep. It looks back at what we did together, and at what went well.</xsl:text>
          </p>
          <xsl:if test="not($goals or $moments or $strengths or $statements)"><p>We are glad that we got to know you.</p></xsl:if>
          <xsl:call-template name="work"/>
          <xsl:call-template name="goals"/>
          <xsl:call-template name="moments"/>
          <xsl:call-template name="strengths"/>
          <xsl:call-template name="own-words"/>
          <xsl:call-template name="next"/>
          <div class="signature">
            <p>With warm wishes,</p>
            <xsl:variable name="member" select="key('member', $header/c:exportedBy)"/>
            <xsl:for-each select="$member/c:name"><p class="name"><xsl:value-of select="."/></p></xsl:for-each>
            <xsl:for-each select="$member/c:post"><p><xsl:value-of select="."/></p></xsl:for-each>
            <p><xsl:value-of select="$service"/></p>
          </div>
        </main>
        <footer>
          <p>The words about you come from the notes that we made at the time. They may say she, he or they where they mean
            you. If something here is not right, or you would like it left out, please tell us and we will change it.</p>
          <p><xsl:value-of select="concat('Case ', $header/c:case/@reference, ', letter ', $header/c:document/@id)"/></p>
        </footer>
      </body>
    </html>
  </xsl:template>

  <!-- Dear Julia and Tom; Dear family of Luke; Dear family. -->
  <xsl:template name="greeting">
    <xsl:variable name="named" select="$clients[normalize-space(c:name) != '']"/>
    <xsl:text>Dear </xsl:text>
    <xsl:choose>
      <xsl:when test="$named"><xsl:call-template name="names"><xsl:with-param name="people" select="$named"/></xsl:call-template></xsl:when>
      <xsl:when test="$children[normalize-space(c:name) != '']"><xsl:value-of select="concat('family of ', $child-name)"/></xsl:when>
      <xsl:otherwise>family</xsl:otherwise>
    </xsl:choose>
    <xsl:text>,</xsl:text>
  </xsl:template>

  <xsl:template name="names">
    <xsl:param name="people"/>
    <xsl:for-each select="$people">
      <xsl:choose>
        <xsl:when test="position() = 1"/>
        <xsl:when test="position() = last()"> and </xsl:when>
        <xsl:otherwise>, </xsl:otherwise>
      </xsl:choose>
      <xsl:value-of select="normalize-space(c:name)"/>
    </xsl:for-each>
  </xsl:template>

  <!-- Parts -->

  <xsl:template name="work">
    <xsl:variable name="films" select="count(key('told', 'film-taken')[c:data/c:choice[@name = 'kind'] = 'interaction'])"/>
    <xsl:variable name="reviews" select="count(key('told', 'shared-review-held'))"/>
    <!-- Where meetings were not all recorded as such, their number would look wrong beside the others. -->
    <xsl:variable name="sessions" select="count(key('told', 'session-held'))"/>
    <xsl:variable name="met" select="$sessions * ($sessions &gt;= $films and $sessions &gt;= $reviews)"/>
    <xsl:if test="$case/@opened or $met + $films + $reviews &gt; 0 or $focus">
      <section>
        <h2>What we did together</h2>
        <xsl:choose>
          <xsl:when test="$case/@opened and $case/@closed">
            <p>
              <xsl:text>We worked together from </xsl:text>
              <xsl:call-template name="day"><xsl:with-param name="date" select="substring(v:london(string($case/@opened)), 1, 10)"/></xsl:call-template>
              <xsl:text> to </xsl:text>
              <xsl:call-template name="day"><xsl:with-param name="date" select="substring(v:london(string($case/@closed)), 1, 10)"/></xsl:call-template>
              <xsl:text>.</xsl:text>
            </p>
          </xsl:when>
          <xsl:when test="$case/@opened">
            <p>
              <xsl:text>We have been working together since </xsl:text>
              <xsl:call-template name="day"><xsl:with-param name="date" select="substring(v:london(string($case/@opened)), 1, 10)"/></xsl:call-template>
              <xsl:text>.</xsl:text>
            </p>
          </xsl:when>
        </xsl:choose>
        <xsl:if test="$films + $reviews &gt; 0">
          <p>In this work we make short films of everyday moments. Then we look at small parts of them together: those that
            went well.</p>
        </xsl:if>
        <xsl:if test="$met + $films + $reviews &gt; 0">
          <ul class="plain">
            <xsl:if test="$met &gt; 0">
              <li>We met <xsl:call-template name="times"><xsl:with-param name="number" select="$met"/></xsl:call-template>.</li>
            </xsl:if>
            <xsl:if test="$films &gt; 0">
              <li>
                <xsl:text>We made </xsl:text>
                <xsl:call-template name="number"><xsl:with-param name="number" select="$films"/></xsl:call-template>
                <xsl:text> short film</xsl:text>
                <xsl:if test="$films != 1">s</xsl:if>
                <xsl:text>.</xsl:text>
              </li>
            </xsl:if>
            <xsl:if test="$reviews &gt; 0">
              <li>We looked at film together <xsl:call-template name="times"><xsl:with-param name="number" select="$reviews"/></xsl:call-template>.</li>
            </xsl:if>
          </ul>
        </xsl:if>
        <xsl:if test="$focus">
          <p>This is where we began:</p>
          <ul>
            <xsl:for-each select="$focus">
              <li id="e-{@id}"><span class="text"><xsl:value-of select="c:data/*[@name = 'focus']"/></span></li>
            </xsl:for-each>
          </ul>
        </xsl:if>
      </section>
    </xsl:if>
  </xsl:template>

  <xsl:template name="goals">
    <xsl:if test="$goals or $questions">
      <section>
        <h2>What you hoped for</h2>
        <xsl:if test="$goals">
          <p>
            <xsl:text>These were your goals.</xsl:text>
            <xsl:if test="key('rated', $goals/c:data/c:label)"> A number from 0 to 10 says how near each was: 0 is not yet at all, and 10 is all the way there.</xsl:if>
          </p>
          <ul class="goals"><xsl:apply-templates select="$goals" mode="goal"/></ul>
        </xsl:if>
        <xsl:if test="$questions">
          <p>We turned hopes into questions, and looked for answers on the films:</p>
          <ul>
            <xsl:for-each select="$questions">
              <li id="e-{@id}"><span class="text"><xsl:value-of select="c:data/*[@name = 'wording']"/></span></li>
            </xsl:for-each>
          </ul>
        </xsl:if>
      </section>
    </xsl:if>
  </xsl:template>

  <!-- A goal in its newest words; the first and the last number that each person gave it; how it ended. -->
  <xsl:template match="c:entry" mode="goal">
    <xsl:variable name="label" select="string(c:data/c:label)"/>
    <xsl:variable name="newest" select="key('revised', $label)[c:data/c:text[@name = 'statement']][last()]"/>
    <xsl:variable name="ratings" select="key('rated', $label)"/>
    <li id="e-{@id}">
      <p class="goal text">
        <xsl:value-of select="($newest | current()[not($newest)])/c:data/c:text[@name = 'statement']"/>
      </p>
      <xsl:for-each select="$ratings">
        <xsl:variable name="who" select="string(c:data/*[@name = 'ratedBy'])"/>
        <xsl:variable name="same" select="$ratings[string(c:data/*[@name = 'ratedBy']) = $who]"/>
        <xsl:if test="count($same[1] | .) = 1">
          <p class="ratings">
            <span id="e-{@id}" class="rating">
              <xsl:call-template name="who"><xsl:with-param name="label" select="$who"/></xsl:call-template>
              <xsl:text> gave it </xsl:text>
              <xsl:apply-templates select="." mode="rating">
                <xsl:with-param name="else" select="substring('first', 1, 5 * (count($same) &gt; 1))"/>
              </xsl:apply-templates>
              <xsl:if test="count($same) = 1">.</xsl:if>
            </span>
            <xsl:if test="count($same) &gt; 1">
              <xsl:text> </xsl:text>
              <span id="e-{$same[last()]/@id}" class="rating">
                <xsl:text>and </xsl:text>
                <xsl:apply-templates select="$same[last()]" mode="rating"><xsl:with-param name="else" select="'later'"/></xsl:apply-templates>
                <xsl:text>.</xsl:text>
              </span>
            </xsl:if>
          </p>
        </xsl:if>
      </xsl:for-each>
      <xsl:for-each select="key('ended', $label)[last()]/c:data/c:choice[@name = 'outcome']">
        <p class="outcome">
          <xsl:choose>
            <xsl:when test=". = 'met'">You reached it.</xsl:when>
            <xsl:when test=". = 'set-aside'">We put it aside for now.</xsl:when>
            <xsl:when test=". = 'replaced'">Another goal took its place.</xsl:when>
          </xsl:choose>
        </p>
      </xsl:for-each>
    </li>
  </xsl:template>

  <xsl:template match="c:entry" mode="rating">
    <xsl:param name="else"/>
    <xsl:variable name="day"><xsl:apply-templates select="." mode="day"/></xsl:variable>
    <xsl:variable name="occasion" select="c:data/*[@name = 'occasion']"/>
    <xsl:value-of select="concat(c:data/c:integer[@name = 'rating'], ' out of 10')"/>
    <xsl:choose>
      <xsl:when test="$occasion = 'baseline'"> at the start</xsl:when>
      <xsl:when test="$occasion = 'cycle'"> along the way</xsl:when>
      <xsl:when test="$occasion = 'end'"> at the end</xsl:when>
      <xsl:when test="$occasion = 'follow-up'"> some time after</xsl:when>
      <xsl:when test="$else != ''"><xsl:value-of select="concat(' ', $else)"/></xsl:when>
    </xsl:choose>
    <xsl:if test="$day != ''"><xsl:value-of select="concat(' (', $day, ')')"/></xsl:if>
  </xsl:template>

  <xsl:template name="moments">
    <xsl:if test="$moments">
      <section>
        <h2>Good moments</h2>
        <p>On the films we saw moments like these:</p>
        <ul>
          <xsl:for-each select="$moments">
            <li id="e-{@id}">
              <p class="text"><xsl:value-of select="c:data/*[@name = 'description']"/></p>
              <xsl:variable name="film" select="key('film', c:data/c:reference[@name = 'film'])"/>
              <xsl:variable name="day"><xsl:apply-templates select="$film[1]" mode="day"/></xsl:variable>
              <xsl:if test="$day != '' or c:data/c:codes/c:item[@meaning]">
                <p class="small">
                  <xsl:if test="$day != ''"><xsl:value-of select="concat('Film of ', $day, '.')"/></xsl:if>
                  <xsl:if test="$day != '' and c:data/c:codes/c:item[@meaning]"><xsl:text> </xsl:text></xsl:if>
                  <xsl:if test="c:data/c:codes/c:item[@meaning]">
                    <xsl:text>What helped: </xsl:text>
                    <xsl:for-each select="c:data/c:codes/c:item[@meaning]">
                      <xsl:if test="position() != 1">; </xsl:if>
                      <xsl:value-of select="@meaning"/>
                    </xsl:for-each>
                    <xsl:text>.</xsl:text>
                  </xsl:if>
                </p>
              </xsl:if>
            </li>
          </xsl:for-each>
        </ul>
      </section>
    </xsl:if>
  </xsl:template>

  <xsl:template name="strengths">
    <xsl:if test="$strengths or $themes or $further">
      <section>
        <h2>Strengths</h2>
        <xsl:if test="$strengths">
          <p>These strengths were named on the way:</p>
          <ul>
            <xsl:for-each select="$strengths">
              <li id="e-{@id}">
                <xsl:call-template name="whose"/>
                <span class="text"><xsl:value-of select="c:data/*[@name = 'strength']"/></span>
              </li>
            </xsl:for-each>
          </ul>
        </xsl:if>
        <xsl:if test="$themes">
          <p>We found words for something that mattered:</p>
          <ul>
            <xsl:for-each select="$themes">
              <li id="e-{@id}"><span class="text"><xsl:value-of select="c:data/*[@name = 'name']"/></span></li>
            </xsl:for-each>
          </ul>
        </xsl:if>
        <xsl:if test="$further">
          <p>And it went further than the films:</p>
          <ul>
            <xsl:for-each select="$further">
              <li id="e-{@id}"><span class="text"><xsl:value-of select="c:data/*[@name = 'description']"/></span></li>
            </xsl:for-each>
          </ul>
        </xsl:if>
      </section>
    </xsl:if>
  </xsl:template>

  <!-- Where there is one client, what is hers needs no name. -->
  <xsl:template name="whose">
    <xsl:variable name="label" select="string(c:data/*[@name = 'person'])"/>
    <xsl:if test="$label != '' and not(count($clients) = 1 and $clients/@label = $label)">
      <xsl:variable name="name" select="normalize-space($people[@label = $label]/c:name)"/>
      <strong>
        <xsl:choose>
          <xsl:when test="$name != ''"><xsl:value-of select="concat($name, ': ')"/></xsl:when>
          <xsl:otherwise><xsl:value-of select="concat(translate($label, '-', ' '), ': ')"/></xsl:otherwise>
        </xsl:choose>
      </strong>
    </xsl:if>
  </xsl:template>

  <xsl:template name="who">
    <xsl:param name="label"/>
    <xsl:variable name="name" select="normalize-space($people[@label = $label]/c:name)"/>
    <xsl:choose>
      <xsl:when test="$label = '' or count($clients) = 1 and $clients/@label = $label">You</xsl:when>
      <xsl:when test="$name != ''"><xsl:value-of select="$name"/></xsl:when>
      <xsl:when test="$people[@label = $label]/c:role = 'partner'">Your partner</xsl:when>
      <xsl:otherwise><xsl:value-of select="concat('The ', translate($label, '-', ' '))"/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:template name="own-words">
    <xsl:if test="$statements">
      <section>
        <h2>In your own words</h2>
        <xsl:for-each select="$statements">
          <xsl:variable name="whom"><xsl:call-template name="who"><xsl:with-param name="label" select="string(c:data/*[@name = 'person'])"/></xsl:call-template></xsl:variable>
          <xsl:variable name="who">
            <xsl:choose>
              <xsl:when test="$people[@label = current()/c:data/*[@name = 'person']][not(c:name)] or $whom = 'You'">
                <xsl:value-of select="concat(translate(substring($whom, 1, 1), 'YT', 'yt'), substring($whom, 2))"/>
              </xsl:when>
              <xsl:otherwise><xsl:value-of select="$whom"/></xsl:otherwise>
            </xsl:choose>
          </xsl:variable>
          <p>
            <xsl:choose>
              <xsl:when test="c:data/*[@name = 'isParaphrase'] = 'true'">
                <xsl:value-of select="concat('At the end, ', $who, ' told us something like this:')"/>
              </xsl:when>
              <xsl:otherwise>
                <xsl:value-of select="concat('At the end, ', $who, ' said:')"/>
              </xsl:otherwise>
            </xsl:choose>
          </p>
          <blockquote id="e-{@id}"><p class="text"><xsl:value-of select="c:data/*[@name = 'statement']"/></p></blockquote>
        </xsl:for-each>
      </section>
    </xsl:if>
  </xsl:template>

  <xsl:template name="next">
    <xsl:variable name="open" select="$goals[not(key('ended', c:data/c:label))]"/>
    <xsl:variable name="helps" select="$moments/c:data/c:codes/c:item[@meaning]"/>
    <section>
      <h2>What comes next</h2>
      <xsl:if test="$helps">
        <p>The films showed what helps. It is there already, and you can go on with it:</p>
        <ul>
          <xsl:for-each select="$helps[count(. | key('meaning', @meaning)[count(. | $helps) = count($helps)][1]) = 1]">
            <li><xsl:value-of select="@meaning"/></li>
          </xsl:for-each>
        </ul>
      </xsl:if>
      <xsl:if test="$open">
        <p>You may like to keep these hopes in mind:</p>
        <ul>
          <xsl:for-each select="$open">
            <xsl:variable name="newest" select="key('revised', c:data/c:label)[c:data/c:text[@name = 'statement']][last()]"/>
            <li><span class="text"><xsl:value-of select="($newest | current()[not($newest)])/c:data/c:text[@name = 'statement']"/></span></li>
          </xsl:for-each>
        </ul>
      </xsl:if>
      <xsl:for-each select="$after">
        <p id="e-{@id}">
          <xsl:text>When we spoke afterwards: </xsl:text>
          <span class="text"><xsl:value-of select="c:data/*[@name = 'summary']"/></span>
        </p>
      </xsl:for-each>
      <xsl:for-each select="$closing">
        <p id="e-{@id}">
          <xsl:text>Who is there for you from here: </xsl:text>
          <span class="text"><xsl:value-of select="c:data/*[@name = 'onwardCare']"/></span>
        </p>
      </xsl:for-each>
      <p>Small moments count. If you would like to talk with us again, please get in touch.</p>
    </section>
  </xsl:template>

  <!-- Words -->

  <!-- The day of an entry, without the time of day; nothing when it is not known. -->
  <xsl:template match="c:entry" mode="day">
    <xsl:choose>
      <xsl:when test="c:happened/@precision = 'unknown' or not(c:happened/@from)"/>
      <xsl:when test="c:happened/@precision = 'date' or c:happened/@precision = 'month'">
        <xsl:call-template name="day"><xsl:with-param name="date" select="string(c:happened)"/></xsl:call-template>
      </xsl:when>
      <xsl:otherwise>
        <xsl:call-template name="day"><xsl:with-param name="date" select="substring(v:london(string(c:happened/@from)), 1, 10)"/></xsl:call-template>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:template name="number">
    <xsl:param name="number"/>
    <xsl:choose>
      <xsl:when test="$number &lt;= 12">
        <xsl:value-of select="normalize-space(substring('one   two   three four  five  six   seven eight nine  ten   eleventwelve', $number * 6 - 5, 6))"/>
      </xsl:when>
      <xsl:otherwise><xsl:value-of select="$number"/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:template name="times">
    <xsl:param name="number"/>
    <xsl:choose>
      <xsl:when test="$number = 1">once</xsl:when>
      <xsl:when test="$number = 2">twice</xsl:when>
      <xsl:otherwise>
        <xsl:call-template name="number"><xsl:with-param name="number" select="$number"/></xsl:call-template>
        <xsl:text> times</xsl:text>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:template name="style">
      :root { color-scheme: light; --paper: #ffffff; --ink: #1f2428; --soft: #4b5660; --rule: #c4ccd3; --wash: #f4f1ea; --accent: #2e6b52; }
      @media screen and (prefers-color-scheme: dark) { :root { color-scheme: dark; --paper: #14181b; --ink: #ebeef0;
        --soft: #b4bec7; --rule: #3d4750; --wash: #20261f; --accent: #7cc9a5; } }
      * { box-sizing: border-box; }
      html { background: var(--paper); color: var(--ink); -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
      body { margin: 0 auto; max-width: 40rem; padding: 2rem 1.25rem 3rem; font: 1.125rem/1.6 Georgia, "Liberation Serif",
        "Times New Roman", serif; overflow-wrap: anywhere; }
      h1 { font-size: 1.6rem; line-height: 1.25; margin: 1.5rem 0 1rem; }
      h2 { font-size: 1.25rem; line-height: 1.3; margin: 2rem 0 .5rem; color: var(--accent); }
      p { margin: 0 0 .75rem; }
      p, li, span, strong { unicode-bidi: isolate; }
      ul { margin: 0 0 1rem; padding-left: 1.4rem; }
      li { margin: 0 0 .5rem; }
      li p { margin: 0 0 .25rem; }
      .service { font-weight: 700; margin: 0; }
      .date { color: var(--soft); font-size: 1rem; }
      .text { white-space: pre-line; }
      .goal { font-weight: 700; }
      .small { color: var(--soft); font-size: 1rem; }
      blockquote { margin: 0 0 1rem; padding: .75rem 1.25rem; border-left: 4px solid var(--accent); background: var(--wash); font-style: italic; }
      blockquote p { margin: 0; }
      .signature { margin-top: 2.5rem; break-inside: avoid; }
      .signature p { margin: 0; }
      .signature .name { margin-top: 1.5rem; font-weight: 700; }
      footer { margin-top: 2.5rem; padding-top: .75rem; border-top: 1px solid var(--rule); color: var(--soft); font-size: .9375rem; }
      @media print { @page { size: A4; margin: 22mm 24mm 20mm; }
        body { padding: 0; max-width: none; font-size: 12pt; }
        h2, li, blockquote { break-inside: avoid; }
        h2, h2 + p { break-after: avoid; }
        .small, .date { font-size: 11pt; }
        footer { font-size: 10pt; } }
  </xsl:template>
</xsl:stylesheet>
