"""What the instruments are called that requirements refer to.

Names of conventions are those of the ILO. One that is not listed is shown by its code alone.
"""

from __future__ import annotations

from madewhere.render.words import N_

ILO_TITLES = {
    "C1": N_("Hours of Work (Industry) Convention, 1919"),
    "C14": N_("Weekly Rest (Industry) Convention, 1921"),
    "C29": N_("Forced Labour Convention, 1930"),
    "C77": N_("Medical Examination of Young Persons (Industry) Convention, 1946"),
    "C81": N_("Labour Inspection Convention, 1947"),
    "C87": N_("Freedom of Association and Protection of the Right to Organise Convention, 1948"),
    "C95": N_("Protection of Wages Convention, 1949"),
    "C97": N_("Migration for Employment Convention (Revised), 1949"),
    "C98": N_("Right to Organise and Collective Bargaining Convention, 1949"),
    "C100": N_("Equal Remuneration Convention, 1951"),
    "C102": N_("Social Security (Minimum Standards) Convention, 1952"),
    "C105": N_("Abolition of Forced Labour Convention, 1957"),
    "C111": N_("Discrimination (Employment and Occupation) Convention, 1958"),
    "C119": N_("Guarding of Machinery Convention, 1963"),
    "C120": N_("Hygiene (Commerce and Offices) Convention, 1964"),
    "C127": N_("Maximum Weight Convention, 1967"),
    "C131": N_("Minimum Wage Fixing Convention, 1970"),
    "C132": N_("Holidays with Pay Convention (Revised), 1970"),
    "C135": N_("Workers’ Representatives Convention, 1971"),
    "C138": N_("Minimum Age Convention, 1973"),
    "C143": N_("Migrant Workers (Supplementary Provisions) Convention, 1975"),
    "C148": N_("Working Environment (Air Pollution, Noise and Vibration) Convention, 1977"),
    "C154": N_("Collective Bargaining Convention, 1981"),
    "C155": N_("Occupational Safety and Health Convention, 1981"),
    "C158": N_("Termination of Employment Convention, 1982"),
    "C159": N_("Vocational Rehabilitation and Employment (Disabled Persons) Convention, 1983"),
    "C161": N_("Occupational Health Services Convention, 1985"),
    "C162": N_("Asbestos Convention, 1986"),
    "C170": N_("Chemicals Convention, 1990"),
    "C171": N_("Night Work Convention, 1990"),
    "C174": N_("Prevention of Major Industrial Accidents Convention, 1993"),
    "C177": N_("Home Work Convention, 1996"),
    "C181": N_("Private Employment Agencies Convention, 1997"),
    "C182": N_("Worst Forms of Child Labour Convention, 1999"),
    "C183": N_("Maternity Protection Convention, 2000"),
    "C187": N_("Promotional Framework for Occupational Safety and Health Convention, 2006"),
    "C190": N_("Violence and Harassment Convention, 2019"),
    "P29": N_("Protocol of 2014 to the Forced Labour Convention, 1930"),
    "P155": N_("Protocol of 2002 to the Occupational Safety and Health Convention, 1981"),
    "R115": N_("Workers’ Housing Recommendation, 1961"),
    "R130": N_("Examination of Grievances Recommendation, 1967"),
    "R146": N_("Minimum Age Recommendation, 1973"),
    "R190": N_("Worst Forms of Child Labour Recommendation, 1999"),
    "R206": N_("Violence and Harassment Recommendation, 2019"),
}

SDG_GOALS = {
    "1": N_("No poverty"),
    "2": N_("Zero hunger"),
    "3": N_("Good health and well-being"),
    "4": N_("Quality education"),
    "5": N_("Gender equality"),
    "6": N_("Clean water and sanitation"),
    "7": N_("Affordable and clean energy"),
    "8": N_("Decent work and economic growth"),
    "9": N_("Industry, innovation and infrastructure"),
    "10": N_("Reduced inequalities"),
    "11": N_("Sustainable cities and communities"),
    "12": N_("Responsible consumption and production"),
    "13": N_("Climate action"),
    "14": N_("Life below water"),
    "15": N_("Life on land"),
    "16": N_("Peace, justice and strong institutions"),
    "17": N_("Partnerships for the goals"),
}

UNGP_PARTS = (
    (10, N_("what states owe")),
    (24, N_("what companies owe")),
    (31, N_("access to remedy")),
)
"""The last principle of each part of the UN Guiding Principles, and what the part is about."""
