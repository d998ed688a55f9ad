"""Words of everyday tickets that point to one kind of work: login and session to authentication, crash to debugging.

A word of a group counts as the group too, in titles and in cards alike, so that they meet although they share no word.
Of words joined by a hyphen only both together do: neither back nor end is about back-ends.
The groups are general; what is special to a team belongs into its rules: ``labels`` in import.yaml.
"""

from __future__ import annotations

from typing import Final

from solver.importers.proposed.trades import TRADES

GROUPS: Final = {
    "authentication": (
        "authentication authenticate authorization auth login logout signin signup single-sign okta password passkey "
        "passwordless credential credentials session sessions sso oauth oidc saml jwt mfa 2fa otp identity openid "
        "account"
    ),
    "security": (
        "security secure vulnerability vulnerable vulnerabilities exploit threat threats penetration pentest attack "
        "hardening cve owasp xss csrf injection secret secrets encryption encrypt encrypted tls certificate "
        "certificates malware phishing firewall audit auditor patch rotate"
    ),
    "privacy": (
        "privacy gdpr ccpa consent cookie cookies deletion personal anonymize anonymization processor processors "
        "compliance regulatory regulation hipaa pci legal"
    ),
    "testing": (
        "testing test tests tester qa regression coverage unit e2e acceptance quality defect defects bugs flaky "
        "assertion fixture"
    ),
    "test_automation": "automation automated selenium cypress playwright pytest junit ci suite browser-tests",
    "debugging": (
        "debugging debug debugger bug bugs crash crashes crashed error errors exception exceptions stacktrace broken "
        "fails fail failing failure wrong incorrect freeze freezes hang hangs reproduce root-cause troubleshooting "
        "investigate investigation"
    ),
    "performance": (
        "performance slow slower latency speed fast faster timeout timeouts load loading throughput profiling "
        "profile bottleneck cache caching memory cpu optimize optimization tuning seconds scalability"
    ),
    "database": (
        "database databases sql postgres postgresql mysql mariadb mongodb oracle sqlite query queries index indexes "
        "table tables schema schemas replication dba stored"
    ),
    "data_modelling": (
        "modelling modeling schema schemas entity entities table tables migration migrations relational "
        "normalization column columns"
    ),
    "data_pipelines": (
        "pipeline pipelines etl elt ingest ingestion warehouse lake airflow kafka spark dbt backfill batch streaming "
        "export import nightly"
    ),
    "analytics": (
        "analytics analysis analyse analyze metric metrics dashboard dashboards report reports reporting kpi funnel "
        "cohort insight insights measure chart charts bi tableau"
    ),
    "machine_learning": (
        "machine-learning ml model models train training classifier classifiers prediction predict predictions "
        "neural feature-engineering embedding embeddings inference llm fine-tuning recommendation recommendations"
    ),
    "forecasting": "forecast forecasts forecasting predict prediction demand trend seasonality projection",
    "frontend": (
        "frontend front-end react vue angular svelte css html javascript typescript component components browser "
        "form forms button buttons page pages responsive dom widget checkout bundle webpack"
    ),
    "interface_design": (
        "interface ui ux design designer layout layouts wireframe wireframes mockup mockups figma prototype icon "
        "icons colour colours color colors typography visual style branding screen screens"
    ),
    "user_research": (
        "user-research interview interviews usability survey surveys persona personas participant participants "
        "research feedback"
    ),
    "accessibility": (
        "accessibility accessible a11y wcag aria contrast screen-reader reader keyboard disabled disability captions"
    ),
    "mobile": (
        "mobile ios android phone phones app apps swift kotlin flutter tablet tablets push offline smartphone handset"
    ),
    "backend": (
        "backend back-end server server-side service services microservice microservices queue consumer broker "
        "worker endpoint endpoints spring django rails node"
    ),
    "api_design": (
        "api apis rest restful graphql grpc openapi swagger endpoint endpoints contract contracts versioning webhook "
        "webhooks interface pagination"
    ),
    "integration": (
        "integration integrate integrations connector connectors gateway gateways third-party webhook sync "
        "synchronise synchronize provider providers partner partners adapter connect"
    ),
    "infrastructure": (
        "infrastructure server servers cluster clusters kubernetes k8s docker container containers terraform ansible "
        "cloud aws azure gcp vm region regions datacenter capacity provisioning hosting"
    ),
    "deployment": (
        "deployment deploy deploys release releases rollout rollback roll-back ship ships ci/cd cd canary blue- "
        "green downtime delivery version versions"
    ),
    "observability": (
        "observability monitoring monitor alert alerts alerting log logs logging trace traces tracing grafana "
        "prometheus datadog incident incidents on-call outage uptime slo sla"
    ),
    "networking": (
        "network networking dns dhcp vpn firewall router routing proxy load-balancer subnet ip tcp bandwidth wifi"
    ),
    "windows": "windows powershell active-directory ad gpo rsat exchange m365 office365 winrm",
    "architecture": (
        "architecture architect architectural monolith decouple design-decision adr split boundaries modular "
        "structure decision refactor refactoring"
    ),
    "refactoring": (
        "refactor refactoring cleanup clean-up technical-debt legacy rename restructure dead-code modernize"
    ),
    "documentation": (
        "documentation document documents docs doc guide guides manual manuals readme tutorial howto help handbook "
        "wiki changelog notes write-up writer writing"
    ),
    "requirements": (
        "requirements requirement specification spec specs story stories acceptance-criteria user-story scope "
        "elicitation clarify needs"
    ),
    "prioritisation": (
        "prioritisation prioritization prioritize prioritise priority priorities backlog roadmap rank order grooming "
        "refinement groom"
    ),
    "planning": (
        "planning plan plans schedule schedules scheduling milestone milestones timeline quarter sprint sprints "
        "roadmap estimate estimation gantt"
    ),
    "facilitation": (
        "facilitation facilitate facilitator workshop workshops retrospective retro retrospectives meeting kickoff "
        "ceremony ceremonies moderate moderation"
    ),
    "risk_management": "risk risks risky mitigation contingency delay delays threat threats exposure",
    "reporting": (
        "reporting report reports status steering stakeholder stakeholders summary weekly monthly presentation "
        "management-report"
    ),
    "product_discovery": (
        "discovery hypothesis validate validation experiment experiments idea ideas concept mvp market opportunity "
        "customers prototype"
    ),
    "acceptance": "acceptance accept sign-off signoff uat verify verification approve approval",
    "marketing": (
        "marketing campaign campaigns seo newsletter advertising ads social brand branding copy landing promotion"
    ),
    "sales": "sales crm lead leads quote quotes pricing deal deals customer-success",
    "support": "support helpdesk customer-service complaint complaints tickets faq",
    "finance": (
        "finance financial invoice invoices billing accounting budget tax taxes payment payments ledger payroll"
    ),
    "translation": "translation translate translations localisation localization i18n l10n language languages",
    "hiring": "hiring recruit recruiting recruitment candidate candidates interview onboarding",
    "video": "video film camera editing footage audio sound podcast",
    "hardware": "hardware firmware embedded microcontroller sensor sensors pcb device devices iot",
    "blockchain": "blockchain smart-contract solidity ethereum wallet token tokens defi",
    "game": "game games unity unreal gameplay level-design shader",
    "spreadsheet": "excel spreadsheet spreadsheets vba macro macros power-bi dax",
    "payment": (
        "payment payments pay paid charge charges charged refund refunds chargeback stripe paypal checkout declined "
        "bank banks transaction transactions credit-card invoice subscription"
    ),
    "email": (
        "email emails e-mail mail mails mailing newsletter newsletters spam inbox smtp dkim bounce bounces "
        "deliverability unsubscribe"
    ),
    "internationalisation": (
        "internationalization internationalisation i18n l10n localization localisation translation translations "
        "translate translated translator locale locales language languages spanish french german italian polish "
        "turkish portuguese dutch arabic chinese japanese english multilingual"
    ),
    "ios": "ios iphone iphones ipad apple swift xcode testflight",
    "android": "android pixel samsung kotlin play-store apk",
    "caching": ("cache caches cached caching redis memcached cdn expire expires expired expiry ttl stale invalidation"),
    "messaging": (
        "kafka rabbitmq queue queues message messages messaging consumer consumers producer broker topic topics "
        "pubsub event-driven events"
    ),
    "containers": "kubernetes k8s pod pods helm docker container containers node nodes cluster openshift",
    "backup": "backup backups restore restored recovery recover disaster snapshot snapshots",
    "cost": "cost costs bill bills spend spending savings finops budget budgets cheaper expensive",
    "load_testing": ("load stress peak traffic simulate simulation benchmark benchmarks throughput jmeter k6 gatling"),
    "recommending": (
        "recommendation recommendations recommender recommend suggest suggests suggestion suggestions similar "
        "personalized personalised personalization"
    ),
    "searching": (
        "search searching searches relevance elasticsearch opensearch solr lucene autocomplete synonyms results "
        "facets ranking"
    ),
    "warehousing": "warehouse warehousing bigquery snowflake redshift olap star-schema",
    "fraud": "fraud fraudulent suspicious scam chargeback stolen fake abuse",
    "incidents": "incident incidents outage outages postmortem on-call pager downtime escalation",
    "authorisation": (
        "authorization authorisation permission permissions permitted role roles rights access acl rbac forbidden "
        "admin admins restrict allowed"
    ),
    "business_intelligence": (
        "business-intelligence bi dashboard dashboards kpi kpis churn revenue tableau looker power-bi figures chart "
        "charts report reports reporting analytics"
    ),
    "data_engineering": (
        "data-engineering data engineering pipeline pipelines ingest ingestion import imports export exports feed "
        "feeds sync catalogue catalogues nightly airflow dbt etl"
    ),
    "vision": (
        "vision image images photo photos photographed picture pictures camera ocr scan scanned detect detection "
        "recognise recognition"
    ),
    "language_models": (
        "language nlp classify text texts sentiment topic topics chatbot llm prompt prompts summarise summarize "
        "transcript transcripts"
    ),
    "streaming": "stream streams streaming video videos playback buffering codec subtitles player live",
    "file_storage": (
        "storage file files upload uploads download downloads downloaded pdf pdfs attachment attachments s3 bucket "
        "disk folder"
    ),
    "exploring": "exploratory manual click try odd walkthrough checklist tester",
    "dependencies": (
        "dependency dependencies library libraries holes cve vulnerable outdated package packages upgrade licence "
        "license licences licenses"
    ),
    "usability": (
        "usability usable ux ui button buttons small layout thumb thumbs confusing screen screens wizard form forms "
        "wording"
    ),
    "identity": "logged signed sign-in password passwords session sessions token tokens identity access-token",
    "screens": (
        "frontend form forms typed typing type click scroll menu dropdown header footer link links tab tabs popup "
        "dialog field fields input tooltip font banner carousel website site homepage"
    ),
    "logic": (
        "backend rounded rounding calculate calculated calculation rule rules logic twice duplicate duplicates wrong "
        "total totals service"
    ),
    "money": ("payment payments currency currencies fare fares checkout wallet tip cash amount amounts euro dollar"),
    "structure": (
        "architecture split decouple monolith module modules big layer layers redesign service services boundary"
    ),
    "watching": (
        "monitoring observability noticed unnoticed down health heartbeat silently alarm alarms watch dashboard "
        "alert alerts uptime"
    ),
    "slowness": (
        "performance slow minute minutes second seconds takes wait waiting hang lag lags sluggish faster memory"
    ),
    "exchange": (
        "integration integrate external exchange tell systems interface send receive connect sap salesforce partner"
    ),
    "platform": (
        "infrastructure cloud region country datacenter provision cluster environment environments staging "
        "production cpu disk servers linux"
    ),
    "data_rights": (
        "privacy gdpr delete deletion erase forget retention retain years personal consent anonymous travellers "
        "data-protection"
    ),
    "build": (
        "continuous integration ci pipeline build builds green red check checks merge commit branch artifact compile"
    ),
    "notifying": (
        "notification notifications notify message messages sms push remind reminder reminders alert email inform"
    ),
    "assist": (
        "accessibility screen reader magnifier contrast keyboard blind deaf wheelchair disability disabilities "
        "captions zoom"
    ),
    "certificates": (
        "security certificate certificates expire tls ssl hole holes breach leak leaked hacked attacker exposed "
        "vulnerability password"
    ),
    "scripts": "linux bash shell script scripts cron unix ssh server administration",
    "reading": (
        "documentation manual manuals guide guides tutorial explain describe write wiki example examples handbook "
        "instructions"
    ),
    "release_work": "release releases version rollout changelog ship tag publish store deploy rollback",
    "keys": "encryption encrypt keys key secret secrets vault cipher hash",
    "ranking": "search results ranking find finding relevance filter filters sort sorting index",
    **TRADES,
}
