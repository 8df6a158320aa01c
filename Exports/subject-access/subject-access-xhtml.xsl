<?xml version="1.0" encoding="UTF-8"?>
<!-- A person's own copy as a page to read and to print: made of what record.xsl makes for the XML form, so the two cannot differ. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns="http://www.w3.org/1999/xhtml"
  xmlns:s="urn:vigil:subject-access:1" xmlns:exsl="http://exslt.org/common" exclude-result-prefixes="s exsl">
  <xsl:include href="record.xsl"/>
  <xsl:output method="xml" encoding="UTF-8" indent="yes"/>

  <xsl:template match="/">
    <xsl:variable name="made"><xsl:call-template name="record"/></xsl:variable>
    <xsl:apply-templates select="exsl:node-set($made)/s:personalRecord" mode="page"/>
  </xsl:template>

  <xsl:template match="s:personalRecord" mode="page">
    <xsl:variable name="whose" select="s:header/s:person"/>
    <html lang="en-GB">
      <head>
        <meta charset="UTF-8"/>
        <meta name="viewport" content="width=device-width, initial-scale=1"/>
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'"/>
        <title><xsl:value-of select="concat('A copy of your record, case ', s:header/s:case/@reference)"/></title>
        <style><xsl:call-template name="style"/></style>
      </head>
      <body>
        <header>
          <p class="service"><xsl:value-of select="s:header/s:service/@name"/></p>
          <h1>A copy of your record</h1>
          <dl class="facts"><xsl:apply-templates select="s:header" mode="facts"/></dl>
        </header>
        <main>
          <section id="about-this-copy">
            <h2>About this copy</h2>
            <p>
              <xsl:text>This is what our record holds about </xsl:text>
              <xsl:choose>
                <xsl:when test="$whose"><xsl:value-of select="$whose"/></xsl:when>
                <xsl:otherwise>this case</xsl:otherwise>
              </xsl:choose>
              <xsl:text>, as far as the law lets us give it. It has </xsl:text>
              <span class="count"><xsl:value-of select="s:header/@entries"/></span>
              <xsl:choose>
                <xsl:when test="s:header/@entries = 1"> entry. It says</xsl:when>
                <xsl:otherwise> entries. Each says</xsl:otherwise>
              </xsl:choose>
              <xsl:text> when something happened, what was written, who wrote it and when, and how it stands. Words that may need it are
                explained at the end, and so is how to ask for a correction.</xsl:text>
            </p>
            <ul class="contents">
              <xsl:for-each select="s:section">
                <li>
                  <a href="#{@id}"><xsl:value-of select="@title"/></a>
                  <span class="small"><xsl:value-of select="concat(' ', count(s:entry))"/></span>
                </li>
              </xsl:for-each>
              <li><a href="#what-is-not-here">What is not here</a></li>
              <li><a href="#words-explained">Words explained</a></li>
              <li><a href="#your-rights">Your rights</a></li>
            </ul>
          </section>
          <xsl:if test="s:people or s:staff">
            <section id="who-is-who">
              <h2>Who is who</h2>
              <xsl:if test="s:people">
                <p>Entries speak of people by a short name, which stands in brackets here.</p>
                <ul>
                  <xsl:for-each select="s:people/s:person">
                    <li>
                      <xsl:value-of select="."/>
                      <xsl:for-each select="@relationship"><xsl:value-of select="concat(', ', .)"/></xsl:for-each>
                    </li>
                  </xsl:for-each>
                </ul>
              </xsl:if>
              <xsl:if test="s:staff">
                <p>These members of staff are named. Their sign stands in brackets.</p>
                <ul>
                  <xsl:for-each select="s:staff/s:member">
                    <li>
                      <xsl:value-of select="concat(s:name, ' (', @id, ')')"/>
                      <xsl:choose>
                        <xsl:when test="s:post"><xsl:value-of select="concat(', ', s:post)"/></xsl:when>
                        <xsl:otherwise><xsl:for-each select="s:role"><xsl:value-of select="concat(', ', .)"/></xsl:for-each></xsl:otherwise>
                      </xsl:choose>
                      <xsl:for-each select="s:registration"><xsl:value-of select="concat(', ', .)"/></xsl:for-each>
                    </li>
                  </xsl:for-each>
                </ul>
              </xsl:if>
            </section>
          </xsl:if>
          <xsl:apply-templates select="s:section" mode="page"/>
          <section id="what-is-not-here">
            <h2>What is not here</h2>
            <xsl:choose>
              <xsl:when test="s:withheld">
                <p>These were left out, whole or in part, and this is why:</p>
                <ul>
                  <xsl:for-each select="s:withheld/s:ground">
                    <li>
                      <xsl:value-of select="."/>
                      <xsl:for-each select="@count">
                        <xsl:value-of select="concat(' (', ., ' entr')"/>
                        <xsl:choose><xsl:when test=". = 1">y)</xsl:when><xsl:otherwise>ies)</xsl:otherwise></xsl:choose>
                      </xsl:for-each>
                    </li>
                  </xsl:for-each>
                </ul>
              </xsl:when>
              <xsl:otherwise>
                <p>The law lets a service leave some things out of a copy like this: what is about other people and not yours to have,
                  and what a health professional finds could cause serious harm. You may ask us whether anything was left out, and
                  why.</p>
              </xsl:otherwise>
            </xsl:choose>
            <p>Films are not in this copy. Ask us about seeing them.</p>
          </section>
          <section id="words-explained">
            <h2>Words explained</h2>
            <dl class="words">
              <xsl:for-each select="s:words/s:word">
                <div>
                  <dt><xsl:value-of select="@name"/></dt>
                  <dd><xsl:value-of select="."/></dd>
                </div>
              </xsl:for-each>
            </dl>
          </section>
          <section id="your-rights">
            <h2>Your rights</h2>
            <dl class="words">
              <xsl:for-each select="s:rights/s:right">
                <div>
                  <dt><xsl:value-of select="@title"/></dt>
                  <dd><xsl:value-of select="."/></dd>
                </div>
              </xsl:for-each>
            </dl>
            <p>
              <xsl:text>Write to </xsl:text>
              <xsl:value-of select="s:header/s:service/@name"/>
              <xsl:text>, and give the number of this copy: </xsl:text>
              <xsl:value-of select="s:header/s:document/@id"/>
              <xsl:text>.</xsl:text>
            </p>
          </section>
        </main>
        <footer>
          <p>
            <xsl:value-of select="concat('Copy ', s:header/s:document/@id, '. Record ', s:header/s:record/@id, ', log through position ',
              s:header/s:log/@throughPosition, ', root ', s:header/s:log/@root, '.')"/>
          </p>
        </footer>
      </body>
    </html>
  </xsl:template>

  <xsl:template match="s:header" mode="facts">
    <xsl:call-template name="fact"><xsl:with-param name="name">For</xsl:with-param><xsl:with-param name="value" select="s:person"/></xsl:call-template>
    <xsl:if test="s:person/@born">
      <div>
        <dt>Born</dt>
        <dd><xsl:call-template name="day"><xsl:with-param name="date" select="string(s:person/@born)"/></xsl:call-template></dd>
      </div>
    </xsl:if>
    <xsl:call-template name="fact"><xsl:with-param name="name">NHS number</xsl:with-param><xsl:with-param name="value" select="s:person/@nhsNumber"/></xsl:call-template>
    <xsl:call-template name="fact"><xsl:with-param name="name">Case</xsl:with-param><xsl:with-param name="value" select="s:case/@reference"/></xsl:call-template>
    <xsl:call-template name="moment"><xsl:with-param name="name">Newest entry recorded</xsl:with-param><xsl:with-param name="value" select="s:madeAt"/></xsl:call-template>
    <xsl:call-template name="moment"><xsl:with-param name="name">What had happened by</xsl:with-param><xsl:with-param name="value" select="s:asOf"/></xsl:call-template>
    <xsl:call-template name="moment"><xsl:with-param name="name">What was known at</xsl:with-param><xsl:with-param name="value" select="s:knownAt"/></xsl:call-template>
    <xsl:call-template name="moment"><xsl:with-param name="name">From</xsl:with-param><xsl:with-param name="value" select="s:from"/></xsl:call-template>
    <xsl:call-template name="moment"><xsl:with-param name="name">Until</xsl:with-param><xsl:with-param name="value" select="s:until"/></xsl:call-template>
    <xsl:call-template name="fact"><xsl:with-param name="name">Prepared by</xsl:with-param><xsl:with-param name="value" select="s:preparedBy"/></xsl:call-template>
    <xsl:call-template name="fact"><xsl:with-param name="name">Given to</xsl:with-param><xsl:with-param name="value" select="s:recipient"/></xsl:call-template>
    <xsl:call-template name="fact"><xsl:with-param name="name">Replaces copy</xsl:with-param><xsl:with-param name="value" select="s:replaces/@document"/></xsl:call-template>
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

  <xsl:template match="s:section" mode="page">
    <section id="{@id}">
      <h2><xsl:value-of select="@title"/></h2>
      <p><xsl:value-of select="s:about"/></p>
      <xsl:apply-templates select="s:entry" mode="page"/>
    </section>
  </xsl:template>

  <xsl:key name="numbered" match="s:entry" use="@number"/>

  <xsl:template match="s:entry" mode="page">
    <div id="e-{@id}" class="entry">
      <h3>
        <xsl:value-of select="concat('No. ', @number, ': ', s:title)"/>
      </h3>
      <p class="date"><xsl:value-of select="s:date"/></p>
      <xsl:for-each select="s:line"><p class="text"><xsl:value-of select="."/></p></xsl:for-each>
      <xsl:if test="s:field or s:concerns or s:source">
        <dl class="fields">
          <xsl:for-each select="s:field">
            <div>
              <xsl:if test="string-length(.) &gt; 60"><xsl:attribute name="class">long</xsl:attribute></xsl:if>
              <dt><xsl:value-of select="@name"/></dt>
              <dd class="text"><xsl:value-of select="."/></dd>
            </div>
          </xsl:for-each>
          <xsl:for-each select="s:source">
            <div>
              <dt>source</dt>
              <dd class="text"><xsl:value-of select="."/></dd>
            </div>
          </xsl:for-each>
          <xsl:if test="s:concerns">
            <div>
              <dt>about</dt>
              <dd>
                <xsl:for-each select="s:concerns">
                  <xsl:if test="position() != 1">; </xsl:if>
                  <xsl:value-of select="."/>
                </xsl:for-each>
              </dd>
            </div>
          </xsl:if>
        </dl>
      </xsl:if>
      <p class="small"><xsl:value-of select="concat('Recorded ', s:recorded)"/></p>
      <xsl:if test="@standing != 'current'"><p class="standing"><xsl:value-of select="s:standing"/></p></xsl:if>
      <xsl:for-each select="s:corrected">
        <p class="small">
          <xsl:value-of select="concat('Corrected ', ., ': ')"/>
          <a href="#e-{key('numbered', @entry)/@id}"><xsl:value-of select="concat('No. ', @entry)"/></a>
        </p>
      </xsl:for-each>
      <xsl:for-each select="s:see">
        <p class="small">
          <xsl:choose>
            <xsl:when test="@why = 'follows'">Follows </xsl:when>
            <xsl:when test="@why = 'corrects'">Corrects </xsl:when>
            <xsl:otherwise>Said about it: </xsl:otherwise>
          </xsl:choose>
          <a href="#e-{key('numbered', @entry)/@id}"><xsl:value-of select="concat('No. ', @entry)"/></a>
          <xsl:value-of select="concat(', ', .)"/>
        </p>
      </xsl:for-each>
    </div>
  </xsl:template>

  <xsl:template name="style">
      :root { color-scheme: light; --paper: #ffffff; --ink: #1a1f24; --soft: #4b5660; --rule: #c4ccd3; --wash: #f3f5f7;
        --link: #0b5394; --strong: #59646e; }
      @media screen and (prefers-color-scheme: dark) { :root { color-scheme: dark; --paper: #13171b; --ink: #e9edf0;
        --soft: #b4bec7; --rule: #3d4750; --wash: #1d2329; --link: #8cc8f5; --strong: #8d99a4; } }
      * { box-sizing: border-box; }
      html { background: var(--paper); color: var(--ink); -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
      body { margin: 0 auto; max-width: 52rem; padding: 1.5rem 1.25rem 3rem; font: 1rem/1.5 system-ui, -apple-system,
        "Segoe UI", Roboto, "Helvetica Neue", "Liberation Sans", Arial, sans-serif; overflow-wrap: anywhere; }
      h1 { font-size: 1.75rem; line-height: 1.2; margin: 0 0 .75rem; }
      h2 { font-size: 1.3rem; line-height: 1.25; margin: 2.25rem 0 .5rem; padding-top: .6rem; border-top: 2px solid var(--ink); }
      h3 { font-size: 1rem; margin: 0 0 .1rem; }
      p { margin: 0 0 .6rem; }
      ul { margin: 0 0 .75rem; padding-left: 1.25rem; }
      p, dd, li, a { unicode-bidi: isolate; }
      .service { color: var(--soft); margin: 0; }
      .facts { display: grid; grid-template-columns: repeat(auto-fill, minmax(13rem, 1fr)); gap: .5rem 1.5rem; margin: 0; }
      .facts dt, .fields dt { font-size: .8125rem; color: var(--soft); }
      .facts dd, .fields dd { margin: 0; }
      .contents { columns: 18rem; }
      .text { white-space: pre-line; }
      .small { font-size: .8125rem; color: var(--soft); }
      .entry { border-left: 3px solid var(--rule); padding: 0 0 0 .9rem; margin: 0 0 1.25rem; }
      .entry p { margin: 0 0 .3rem; }
      .entry:target { border-left-color: var(--link); background: var(--wash); }
      .date { color: var(--soft); }
      .fields { display: grid; grid-template-columns: repeat(auto-fill, minmax(14rem, 1fr)); gap: .3rem 1.25rem; margin: 0 0 .4rem; font-size: .9375rem; }
      .fields .long { grid-column: 1 / -1; }
      .standing { font-weight: 700; }
      .words { margin: 0 0 1rem; }
      .words dt { font-weight: 600; }
      .words dd { margin: 0 0 .6rem; }
      a { color: var(--link); }
      a:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
      footer { margin-top: 2rem; padding-top: .5rem; border-top: 1px solid var(--rule); color: var(--soft); font-size: .8125rem; }
      @media print { @page { size: A4; margin: 18mm 18mm 16mm;
          @bottom-right { content: counter(page) " / " counter(pages); font: 8pt sans-serif; } }
        body { padding: 0; max-width: none; font-size: 10.5pt; }
        .small, .facts dt, .fields dt, footer { font-size: 8.5pt; }
        .entry, .words div { break-inside: avoid; }
        h2, h2 + p, h3 { break-after: avoid; }
        a { color: inherit; text-decoration: none; } }
  </xsl:template>
</xsl:stylesheet>
