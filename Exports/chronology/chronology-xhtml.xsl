<?xml version="1.0" encoding="UTF-8"?>
<!-- The chronology as a page to read and to print: made of what events.xsl makes for the XML form, so the two cannot differ. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns="http://www.w3.org/1999/xhtml"
  xmlns:c="urn:vigil:case-record:1" xmlns:k="urn:vigil:chronology:1" xmlns:exsl="http://exslt.org/common"
  exclude-result-prefixes="c k exsl">
  <xsl:include href="events.xsl"/>
  <xsl:output method="xml" encoding="UTF-8" indent="yes"/>

  <xsl:template match="/">
    <xsl:variable name="made"><xsl:call-template name="chronology"/></xsl:variable>
    <xsl:apply-templates select="exsl:node-set($made)/k:chronology" mode="page"/>
  </xsl:template>

  <xsl:template match="k:chronology" mode="page">
    <html lang="en-GB">
      <head>
        <meta charset="UTF-8"/>
        <meta name="viewport" content="width=device-width, initial-scale=1"/>
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'"/>
        <title><xsl:value-of select="concat('Chronology of significant events, case ', k:part/@case)"/></title>
        <style><xsl:call-template name="style"/></style>
      </head>
      <body>
        <header>
          <p class="service"><xsl:value-of select="k:part/@agency"/></p>
          <h1>Chronology of significant events</h1>
          <dl class="facts">
            <xsl:apply-templates select="k:part" mode="facts"/>
          </dl>
        </header>
        <main>
          <xsl:if test="k:part/k:person">
            <section>
              <h2>People</h2>
              <ul class="people">
                <xsl:for-each select="k:part/k:person">
                  <li>
                    <xsl:value-of select="."/>
                    <xsl:for-each select="@role[. != ../@label]"><xsl:value-of select="concat(', ', translate(., '-', ' '))"/></xsl:for-each>
                    <xsl:for-each select="@born">
                      <xsl:text>, born </xsl:text>
                      <xsl:call-template name="day"><xsl:with-param name="date" select="string(.)"/></xsl:call-template>
                    </xsl:for-each>
                    <xsl:if test="@about">: this chronology is about this person</xsl:if>
                  </li>
                </xsl:for-each>
              </ul>
            </section>
          </xsl:if>
          <section>
            <h2>Events</h2>
            <xsl:choose>
              <xsl:when test="k:row">
                <p>In order of when each happened, as precisely as it is known. What is not known when stands where it was
                  recorded. A selection of what bore on the child, good and bad; it is not the case notes.</p>
                <table>
                  <caption>
                    <xsl:value-of select="concat(count(k:row), ' event')"/>
                    <xsl:if test="count(k:row) != 1">s</xsl:if>
                  </caption>
                  <thead>
                    <tr>
                      <th scope="col" class="when">When</th>
                      <th scope="col" class="event">What happened</th>
                      <th scope="col">Source</th>
                      <th scope="col">For the child</th>
                      <th scope="col" class="done">Action</th>
                      <th scope="col" class="done">Outcome</th>
                      <th scope="col" class="recorded">Recorded</th>
                    </tr>
                  </thead>
                  <tbody>
                    <xsl:apply-templates select="k:row" mode="page"/>
                  </tbody>
                </table>
              </xsl:when>
              <xsl:otherwise><p>No significant event is in this document.</p></xsl:otherwise>
            </xsl:choose>
          </section>
        </main>
        <footer>
          <p>
            <xsl:value-of select="concat('Document ', k:part/@document, '. Record ', k:part/k:record/@id, ', log through position ',
              k:part/k:log/@throughPosition, ', root ', k:part/k:log/@root, '.')"/>
          </p>
        </footer>
      </body>
    </html>
  </xsl:template>

  <xsl:template match="k:part" mode="facts">
    <xsl:call-template name="fact"><xsl:with-param name="name">Case</xsl:with-param><xsl:with-param name="value" select="@case"/></xsl:call-template>
    <xsl:call-template name="fact"><xsl:with-param name="name">Organisation code</xsl:with-param><xsl:with-param name="value" select="@ods"/></xsl:call-template>
    <xsl:call-template name="moment"><xsl:with-param name="name">Newest entry recorded</xsl:with-param><xsl:with-param name="value" select="k:madeAt"/></xsl:call-template>
    <xsl:call-template name="moment"><xsl:with-param name="name">What had happened by</xsl:with-param><xsl:with-param name="value" select="k:asOf"/></xsl:call-template>
    <xsl:call-template name="moment"><xsl:with-param name="name">What was known at</xsl:with-param><xsl:with-param name="value" select="k:knownAt"/></xsl:call-template>
    <xsl:call-template name="moment"><xsl:with-param name="name">From</xsl:with-param><xsl:with-param name="value" select="k:from"/></xsl:call-template>
    <xsl:call-template name="moment"><xsl:with-param name="name">Until</xsl:with-param><xsl:with-param name="value" select="k:until"/></xsl:call-template>
    <xsl:call-template name="fact"><xsl:with-param name="name">Prepared by</xsl:with-param><xsl:with-param name="value" select="k:madeBy"/></xsl:call-template>
    <xsl:call-template name="fact"><xsl:with-param name="name">For</xsl:with-param><xsl:with-param name="value" select="k:recipient"/></xsl:call-template>
    <xsl:call-template name="fact"><xsl:with-param name="name">Purpose</xsl:with-param><xsl:with-param name="value" select="translate(k:purpose, '-', ' ')"/></xsl:call-template>
    <xsl:call-template name="fact"><xsl:with-param name="name">Lawful basis</xsl:with-param><xsl:with-param name="value" select="k:basis"/></xsl:call-template>
    <xsl:call-template name="fact"><xsl:with-param name="name">Replaces document</xsl:with-param><xsl:with-param name="value" select="k:replaces/@document"/></xsl:call-template>
  </xsl:template>

  <xsl:template name="fact">
    <xsl:param name="name"/>
    <xsl:param name="value"/>
    <xsl:if test="normalize-space($value) != ''">
      <div>
        <dt><xsl:value-of select="$name"/></dt>
        <dd><xsl:value-of select="$value"/></dd>
      </div>
    </xsl:if>
  </xsl:template>
  <xsl:template name="moment">
    <xsl:param name="name"/>
    <xsl:param name="value"/>
    <xsl:if test="$value">
      <div>
        <dt><xsl:value-of select="$name"/></dt>
        <dd><xsl:call-template name="day-and-time"><xsl:with-param name="time" select="string($value)"/></xsl:call-template></dd>
      </div>
    </xsl:if>
  </xsl:template>

  <xsl:template match="k:row" mode="page">
    <tr id="e-{@id}">
      <xsl:if test="@standing != 'current' and @standing != 'amended'"><xsl:attribute name="class">void</xsl:attribute></xsl:if>
      <th scope="row">
        <p><xsl:value-of select="k:date"/></p>
        <xsl:for-each select="k:age">
          <p class="small"><xsl:value-of select="concat(@child, ': ', .)"/></p>
        </xsl:for-each>
        <xsl:for-each select="k:date/@toldOf"><p class="small"><xsl:value-of select="concat('told: ', .)"/></p></xsl:for-each>
      </th>
      <td data-label="What happened">
        <p class="text"><xsl:value-of select="k:event"/></p>
        <xsl:for-each select="k:reason"><p class="text small"><xsl:value-of select="concat('Why: ', .)"/></p></xsl:for-each>
        <xsl:if test="k:concerns">
          <p class="small">
            <xsl:text>About: </xsl:text>
            <xsl:for-each select="k:concerns">
              <xsl:if test="position() != 1">; </xsl:if>
              <xsl:value-of select="."/>
            </xsl:for-each>
          </p>
        </xsl:if>
      </td>
      <td data-label="Source">
        <xsl:choose>
          <xsl:when test="k:source"><p class="text"><xsl:value-of select="k:source"/></p></xsl:when>
          <xsl:otherwise><xsl:call-template name="none"/></xsl:otherwise>
        </xsl:choose>
      </td>
      <td data-label="For the child">
        <xsl:choose>
          <xsl:when test="k:impact/@valence = '-' or k:impact/@valence = '+' or normalize-space(k:impact) != ''">
            <xsl:if test="k:impact/@valence = '-'"><p class="worry">&#x2212; worry</p></xsl:if>
            <xsl:if test="k:impact/@valence = '+'"><p class="good">+ progress</p></xsl:if>
            <xsl:if test="normalize-space(k:impact) != ''"><p class="text"><xsl:value-of select="k:impact"/></p></xsl:if>
          </xsl:when>
          <xsl:otherwise><xsl:call-template name="none"/></xsl:otherwise>
        </xsl:choose>
      </td>
      <td data-label="Action">
        <xsl:choose>
          <xsl:when test="k:action"><xsl:apply-templates select="k:action/*" mode="page"/></xsl:when>
          <xsl:otherwise><xsl:call-template name="none"/></xsl:otherwise>
        </xsl:choose>
      </td>
      <td data-label="Outcome">
        <xsl:choose>
          <xsl:when test="k:outcome"><xsl:apply-templates select="k:outcome/*" mode="page"/></xsl:when>
          <xsl:otherwise><xsl:call-template name="none"/></xsl:otherwise>
        </xsl:choose>
      </td>
      <td data-label="Recorded">
        <p class="small"><xsl:value-of select="k:recorded"/></p>
        <xsl:call-template name="standing"/>
      </td>
    </tr>
  </xsl:template>

  <xsl:template name="none">
    <xsl:attribute name="class">none</xsl:attribute>
    <p>&#x2013;</p>
  </xsl:template>

  <xsl:template match="k:said" mode="page"><p class="text"><xsl:value-of select="."/></p></xsl:template>
  <xsl:template match="k:actor" mode="page"><p class="small"><xsl:value-of select="."/></p></xsl:template>
  <!-- The start of the words is enough: all of them stand in the row itself. -->
  <xsl:template match="k:see" mode="page">
    <p>
      <a href="#e-{@row}">
        <xsl:value-of select="normalize-space(substring(., 1, 90))"/>
        <xsl:if test="string-length(.) &gt; 90">…</xsl:if>
      </a>
    </p>
  </xsl:template>
  <xsl:template match="k:step" mode="page">
    <div id="e-{@id}" class="step">
      <p class="text"><xsl:value-of select="concat(k:date, ': ', k:event)"/></p>
      <p class="small"><xsl:value-of select="concat('recorded ', k:recorded)"/></p>
      <xsl:call-template name="standing"/>
    </div>
  </xsl:template>

  <xsl:template name="standing">
    <xsl:choose>
      <xsl:when test="@standing = 'amended'">
        <p class="standing">Amended</p>
        <xsl:for-each select="k:corrected"><p class="small"><xsl:value-of select="."/></p></xsl:for-each>
      </xsl:when>
      <xsl:when test="@standing = 'in-error'">
        <p class="standing">Recorded in error</p>
        <xsl:for-each select="k:corrected"><p class="small"><xsl:value-of select="concat('marked ', .)"/></p></xsl:for-each>
      </xsl:when>
      <xsl:when test="@standing = 'erased'"><p class="standing">Erased</p></xsl:when>
      <xsl:when test="@standing = 'locked'"><p class="standing">Cannot be opened</p></xsl:when>
      <xsl:when test="@standing = 'not-understood'"><p class="standing">Not understood by this version</p></xsl:when>
    </xsl:choose>
  </xsl:template>

  <xsl:template name="style">
      :root { color-scheme: light; --paper: #ffffff; --ink: #1a1f24; --soft: #4b5660; --rule: #c4ccd3; --wash: #f3f5f7;
        --link: #0b5394; --strong: #59646e; --worry: #a4161a; --good: #1f6447; }
      @media screen and (prefers-color-scheme: dark) { :root { color-scheme: dark; --paper: #13171b; --ink: #e9edf0;
        --soft: #b4bec7; --rule: #3d4750; --wash: #1d2329; --link: #8cc8f5; --strong: #8d99a4; --worry: #ff9a94;
        --good: #5cb88e; } }
      * { box-sizing: border-box; }
      html { background: var(--paper); color: var(--ink); -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
      body { margin: 0 auto; max-width: 90rem; padding: 1.5rem 1.25rem 3rem; font: 1rem/1.45 system-ui, -apple-system,
        "Segoe UI", Roboto, "Helvetica Neue", "Liberation Sans", Arial, sans-serif; overflow-wrap: anywhere; }
      h1 { font-size: 1.75rem; line-height: 1.2; margin: 0 0 .75rem; }
      h2 { font-size: 1.2rem; line-height: 1.25; margin: 1.75rem 0 .5rem; }
      p { margin: 0 0 .5rem; }
      section p { max-width: 48rem; }
      .service { color: var(--soft); margin: 0; }
      .facts { display: grid; grid-template-columns: repeat(auto-fill, minmax(13rem, 1fr)); gap: .5rem 1.5rem; margin: 0; }
      .facts dt { font-size: .8125rem; color: var(--soft); }
      .facts dd { margin: 0; }
      .people { margin: 0; padding-left: 1.25rem; }
      p, dd, li, a { unicode-bidi: isolate; }
      .text { white-space: pre-line; }
      .small { font-size: .8125rem; color: var(--soft); }
      .standing { font-weight: 700; }
      .worry { color: var(--worry); font-weight: 600; }
      .good { color: var(--good); font-weight: 600; }
      .step { border-left: 3px solid var(--rule); padding-left: .5rem; margin-bottom: .5rem; }
      a { color: var(--link); }
      a:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
      table { border-collapse: collapse; width: 100%; table-layout: fixed; font-size: .9375rem; line-height: 1.4; }
      caption { text-align: left; font-weight: 600; padding: .25rem 0 .5rem; }
      th, td { text-align: left; vertical-align: top; padding: .45rem .75rem .45rem 0; border-bottom: 1px solid var(--rule);
        font-weight: 400; }
      th p, td p { margin: 0 0 .25rem; max-width: none; }
      thead th { font-weight: 600; vertical-align: bottom; border-bottom: 2px solid var(--strong); }
      tbody th { font-weight: 600; }
      tbody th .small { font-weight: 400; }
      .when { width: 11%; }
      .event { width: 26%; }
      .done { width: 14.5%; }
      .recorded { width: 15%; }
      .none { color: var(--soft); }
      .void .text { color: var(--soft); font-style: italic; }
      tr:target th, tr:target td { background: var(--wash); }
      footer { margin-top: 2rem; padding-top: .5rem; border-top: 1px solid var(--rule); color: var(--soft); font-size: .8125rem; }
      @media screen and (max-width: 52rem) {
        table, tbody, tr, th, td, caption { display: block; width: auto; }
        thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
        tbody tr { border: 1px solid var(--rule); border-radius: 4px; padding: .6rem .75rem; margin: 0 0 .75rem; }
        th, td { border: 0; padding: .2rem 0; }
        td[data-label]::before { content: attr(data-label); display: block; font-size: .75rem; color: var(--soft);
          text-transform: uppercase; letter-spacing: .04em; }
        td.none { display: none; } }
      @media print { @page { size: A4 landscape; margin: 12mm 12mm 14mm;
          @bottom-right { content: counter(page) " / " counter(pages); font: 8pt sans-serif; } }
        body { padding: 0; max-width: none; font-size: 9.5pt; }
        table { font-size: 8.5pt; }
        .small, .facts dt, footer { font-size: 7.5pt; }
        thead { display: table-header-group; }
        tr, .facts div { break-inside: avoid; }
        h2, h2 + p { break-after: avoid; }
        a { color: inherit; text-decoration: none; } }

  </xsl:template>
</xsl:stylesheet>
