"""Words of everyday tickets outside of software: boiler to heating, salary to payroll, toner to printing."""

from __future__ import annotations

from typing import Final

TRADES: Final = {
    "heating": "heating boiler radiator radiators hvac ventilation air-conditioning furnace thermostat",
    "plumbing": "plumbing plumber tap taps pipe pipes leak leaks leaking drain toilet sink water",
    "electrics": (
        "electrical electrician electricity socket sockets wiring fuse fuses lamp lamps lights lighting cable "
        "cables power"
    ),
    "payroll": "payroll salary salaries wage wages payslip payslips paycheck",
    "logistics": (
        "logistics route routes truck trucks delivery deliveries shipment shipments shipping transport freight "
        "fleet driver drivers courier"
    ),
    "customs": "customs duty duties tariff clearance border import imports export",
    "cold_chain": "cold chain refrigerated refrigeration temperature vaccine vaccines frozen chilled warm",
    "stock": "inventory stock stocks counting recount shelf shelves warehouse goods",
    "returned_goods": "returns return returned refund refunds complaint warranty",
    "catering": "catering lunch dinner breakfast food menu meal meals buffet canteen coffee",
    "press": "press journalist journalists media newspaper interview pr",
    "social_media": "social instagram facebook twitter linkedin tiktok post posts hashtag followers",
    "proofreading": "proofreading proofread spelling typo typos grammar punctuation copy-editing lektorat",
    "surveys": "survey surveys questionnaire questionnaires poll polls respondents",
    "printing": "printer printers printing print toner paper cartridge copier",
    "it_support": "laptop laptops desktop workstation helpdesk mouse monitor docking hardware phone password",
    "law": "legal law lawyer lawyers contract contracts clause lawsuit litigation court nda terms liability",
    "auditing": "audit audits auditor auditors auditing inspector inspection inspections books controls",
    "taxes": "tax taxes vat filing declaration fiscal",
    "teaching": (
        "teaching teach teacher course courses lesson lessons curriculum class students pupils school exam trainer"
    ),
    "events": "event events conference party visitors venue fair booth guests invitation",
    "cleaning": "cleaning clean cleaner dirt dirty waste hygiene",
    "building_access": "badge badges door doors key keys lock locks gate entrance reader readers",
    "safety": (
        "safety accident accidents hazard hazardous injury emergency evacuation fire alarm first-aid protective"
    ),
    "photography": "photo photos photography photographer picture pictures shoot camera",
    "patients": ("patient patients nurse nurses nursing ward clinic clinical hospital medication dose surgery therapy"),
    "laboratory": "laboratory lab sample samples assay reagent specimen",
    "purchasing": (
        "purchasing procurement supplier suppliers vendor vendors tender order orders negotiate negotiation"
    ),
    "robots": "robot robots robotics arm gripper motor motors actuator calibration picker drone",
    "recruitment": (
        "recruiting recruit recruitment hire hires hiring candidate candidates vacancy applicant applicants "
        "interview developers junior senior onboarding"
    ),
    "facilities": ("facility facilities office lease rent building room rooms desk desks furniture move parking"),
    "interviewing": "interview interviews ask observe listen participants customers research",
    "bookkeeping": (
        "bookkeeping accounting ledger invoice invoices invoicing receipts receipt expense expenses "
        "reimbursement balance closing books"
    ),
    "price": "price prices pricing discount discounts voucher vouchers coupon coupons offer offers fee fees",
    "selling": "sales sell selling lead leads deal deals quote quotes prospect prospects demo crm pipeline",
    "communities": "community forum discord moderators moderation meetup members contributors",
    "leading": "management manage people team appraisal feedback one-on-one leadership mentoring",
    "geography": "map maps geo gis location locations coordinates address addresses geocoding gps",
    "calendar": ("calendar appointment appointments booking bookings timetable shift shifts rota roster availability"),
    "mathematics": (
        "statistics statistical regression significance sample variance mean survey experiment hypothesis a/b"
    ),
    "simulation_work": "simulation simulate simulated physics model collision particles solver",
    "sound": "audio sound music microphone noise voice recording podcast speech",
    "chemistry": "chemistry chemical chemicals reaction solvent compound toxicity",
    "construction": ("construction concrete scaffold site drawing drawings blueprint structural steel wall walls roof"),
    "machines": ("machine machines mechanical maintenance lubricate bearing gear pump valve engine conveyor wear"),
    "vehicles": "vehicle vehicles car cars truck trucks tyre tyres brake brakes engine driver",
    "farming": "crop crops soil irrigation harvest seed seeds livestock tractor",
    "insurance": "insurance claim claims policy policies premium underwriting damage",
    "trade_finance": "credit loan loans mortgage interest risk portfolio fund funds trading broker",
}
