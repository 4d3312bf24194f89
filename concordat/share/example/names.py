"""Names for made-up people: forenames and surnames by community, their short forms, and towns that do not exist."""

from __future__ import annotations

from itertools import product

FEMALE = {
    "british": """Olivia Emma Sarah Margaret Susan Patricia Jean Mary Julie Karen Emily Charlotte Jessica Sophie Amelia
        Elizabeth Rebecca Laura Helen Christine Jacqueline Linda Barbara Dorothy Joan Jane Claire Nicola Samantha
        Michelle Lisa Hannah Lucy Grace Chloe Ella Isabella Mia Evie Poppy Alice Florence Ivy Freya Lily Rosie Daisy
        Catherine Katherine Kathleen Anne Ann Deborah Diane Sandra Carol Janet Judith Pauline Maureen Sheila Eileen
        Joyce Brenda Wendy Tracey Sharon Angela Joanne Alison Amanda Louise Gemma Stephanie Victoria Natalie Rachel
        Amy Kelly Leanne Kirsty Zoe Abigail Megan Bethany Georgia Molly Holly Eleanor Harriet Matilda Beatrice
        Edith Winifred Hilda Phyllis Vera Doreen Irene Marjorie Audrey Gillian Lesley Heather Philippa Imogen""",
    "asian": """Aisha Fatima Zainab Maryam Khadija Priya Anjali Sunita Nisha Pooja Meera Kavita Rekha Amina Sana Hira
        Saima Nadia Rubina Shabana Yasmin Samina Farah Gurpreet Harpreet Manpreet Jaspreet Deepa Lakshmi Radha Sita
        Nazia Shazia Tahira Parveen Bushra""",
    "african": """Amara Chidinma Ngozi Adaeze Folake Temitope Oluwaseun Abena Akua Esi Grace Blessing Patience Mercy
        Comfort Joy Gloria Esther Ruth Naomi Fatou Aminata Zawadi Wanjiru Akinyi Thandiwe Shanice Tanisha Denise
        Marcia Yvonne Beverley""",
    "polish": """Anna Maria Katarzyna Agnieszka Barbara Ewa Elzbieta Krystyna Magdalena Joanna Aleksandra Monika
        Zofia Julia Natalia Karolina Ioana Elena Andreea Mihaela Simona Ramona""",
    "chinese": """Li Mei Xin Yan Ying Hui Jing Fang Lan Hong Xiu Min Na Wei Yu Siu Wing Yee Ka Man""",
}

MALE = {
    "british": """Oliver George Harry Jack Noah Charlie Jacob Alfie Oscar William James Thomas Joshua Henry Leo Archie
        Ethan Joseph Samuel Daniel Max Logan Lucas Mason Benjamin Isaac Edward Arthur John David Michael Peter Robert
        Paul Andrew Mark Stephen Steven Ian Kevin Alan Brian Keith Graham Colin Derek Roy Kenneth Ronald Dennis
        Raymond Trevor Malcolm Stuart Neil Simon Philip Nigel Gary Anthony Christopher Richard Matthew Jonathan
        Nicholas Timothy Adam Luke Ryan Liam Connor Callum Kieran Jamie Scott Craig Lee Darren Wayne Jason Dean Carl
        Shaun Gareth Rhys Owen Dylan Frederick Albert Ernest Stanley Leonard Norman Harold Walter Sidney Reginald
        Gerald Geoffrey Douglas Donald Gordon Duncan Angus Hugh Patrick Sean Dominic Toby Theodore Reuben""",
    "asian": """Mohammed Muhammad Ali Ahmed Hassan Hussain Imran Bilal Usman Asif Tariq Nadeem Rajesh Sanjay Anil Sunil
        Vijay Amit Rahul Ravi Kiran Gurpreet Harpreet Manpreet Jaspreet Sukhdev Balbir Arjun Rohan Faisal Kamran
        Shahid Abdul Iqbal Zahid Khalid""",
    "african": """Chukwuemeka Emeka Oluwaseun Temitope Kwame Kofi Kwabena Yaw Emmanuel Samuel Daniel Joseph Abdul
        Ibrahim Moses Isaac Sipho Thabo Kamau Otieno Winston Delroy Leroy Errol Desmond Curtis Jermaine Tyrone
        Marlon Kelvin""",
    "polish": """Piotr Krzysztof Andrzej Tomasz Jan Pawel Michal Marcin Jakub Adam Lukasz Grzegorz Marek Mateusz
        Wojciech Dariusz Ion Andrei Mihai Alexandru Cristian Florin""",
    "chinese": """Wei Jun Ming Hao Jian Lei Tao Bo Feng Chao Qiang Yong Kin Chi Ho Wai Kwok Man Ka Wing""",
}

SURNAMES = {
    "british": """Smith Jones Taylor Brown Williams Wilson Johnson Davies Robinson Wright Thompson Evans Walker White
        Roberts Green Hall Wood Jackson Clarke Clark Harris Lewis Turner Hill Cooper Ward Moore Morris Harrison King
        Baker Martin Lee Allen Morgan James Scott Watson Parker Bennett Young Cook Shaw Mitchell Carter Phillips
        Anderson Davis Price Richardson Cox Bailey Collins Griffiths Marshall Bell Murphy Miller Kelly Stevens Hughes
        Edwards Thomas Adams Richards Wilkinson Foster Chapman Webb Rogers Ellis Hunt Mills Gray Simpson Owen Holmes
        Palmer Matthews Fisher Barnes Knight Lloyd Butler Russell Barker Stewart Reynolds Dixon Fox Murray Graham
        Armstrong Pearson Payne Fletcher O'Brien O'Connor O'Neill McDonald McCarthy Macdonald Campbell Fraser""",
    "asian": """Patel Khan Ahmed Hussain Singh Kaur Begum Ali Shah Akhtar Sharma Iqbal Mahmood Rahman Islam Miah Malik
        Chowdhury Uddin Mistry Gill Sandhu Dhillon Sidhu Gupta Mehta Desai Joshi Kumar Reddy Nair Das Choudhry Mirza
        Bashir Aslam Rashid Butt Sheikh Qureshi""",
    "african": """Okafor Okoye Adeyemi Adebayo Ogunleye Eze Nwosu Mensah Owusu Boateng Asante Osei Appiah Kamara Sesay
        Bangura Mwangi Ochieng Moyo Ndlovu Banda Phiri Diallo Traore Campbell Francis Joseph Charles Henry Bailey
        Clarke Grant""",
    "polish": """Nowak Kowalski Wisniewski Wojcik Kowalczyk Kaminski Lewandowski Zielinski Szymanski Wozniak Dabrowski
        Kozlowski Jankowski Mazur Kwiatkowski Popescu Ionescu Popa Dumitru Stoica Radu Munteanu""",
    "chinese": """Wang Li Zhang Liu Chen Yang Huang Zhao Wu Zhou Chan Wong Cheung Leung Lam Lau Ng Tang Ho Cheng""",
}

_HEADS = """Ash Black Brad Brom Burn Cald Carl Chat Clay Cran Crow Dal Den Dun East Ell Fair Farn Gar Glen Gold Had Hal
    Hart Hather Haw Hay Hazel Heath Hol Horn Kel Kirk Lang Led Lin Long Mar Mead Mel Mid Nor North Oak Pen Pick Rad
    Red Ros Row Rush Sax Shel Sher Stan Stock Sut Thorn Wal West Whit Win Wool"""
_TAILS = """ton ham ley worth wood field well ford by bury don dale man stone land croft more combe hurst shaw ridge
    gate brook den side wick thorpe er ing cliffe"""

RARE_SURNAMES = tuple(head + tail for head, tail in product(_HEADS.split(), _TAILS.split()))
"""The long tail of British surnames, as most are: from a place."""

_RARE_HEADS = "Al Bel Cor Dar El Fen Gal Ha Il Jor Kal Lor Mar Nor Or Per Ros Sel Tam Val Wil Yor Zel"
_FEMALE_TAILS = "ina ette anne issa ora inda elle ia wen"
_MALE_TAILS = "ian vin ric den mund bert on win ley"
RARE_FEMALE = tuple(head + tail for head, tail in product(_RARE_HEADS.split(), _FEMALE_TAILS.split()))
RARE_MALE = tuple(head + tail for head, tail in product(_RARE_HEADS.split(), _MALE_TAILS.split()))

SHORT = {
    "Margaret": "Maggie Peggy", "Susan": "Sue", "Patricia": "Pat Trish", "Elizabeth": "Liz Beth Betty",
    "Rebecca": "Becky", "Christine": "Chris", "Jacqueline": "Jackie", "Barbara": "Barb", "Dorothy": "Dot",
    "Samantha": "Sam", "Catherine": "Cathy Kate", "Katherine": "Kate Kathy", "Kathleen": "Kath", "Deborah": "Debbie",
    "Sandra": "Sandy", "Judith": "Judy", "Angela": "Angie", "Joanne": "Jo", "Amanda": "Mandy", "Stephanie": "Steph",
    "Victoria": "Vicky", "Abigail": "Abi", "Bethany": "Beth", "Eleanor": "Ellie Nell", "Florence": "Flo",
    "Jessica": "Jess", "Philippa": "Pippa", "Beatrice": "Bea", "Winifred": "Win", "Charlotte": "Lottie",
    "William": "Bill Will Billy", "James": "Jim Jimmy", "Thomas": "Tom", "Joshua": "Josh", "Joseph": "Joe",
    "Samuel": "Sam", "Daniel": "Dan Danny", "Benjamin": "Ben", "Edward": "Ted Eddie Ed", "Michael": "Mick Mike",
    "Robert": "Bob Rob", "Andrew": "Andy", "Stephen": "Steve", "Steven": "Steve", "Kenneth": "Ken", "Ronald": "Ron",
    "Raymond": "Ray", "Philip": "Phil", "Anthony": "Tony", "Christopher": "Chris", "Richard": "Dick Rick",
    "Matthew": "Matt", "Jonathan": "Jon", "Nicholas": "Nick", "Timothy": "Tim", "Frederick": "Fred", "Albert": "Bert",
    "Leonard": "Len", "Reginald": "Reg", "Gerald": "Gerry", "Geoffrey": "Geoff", "Douglas": "Doug", "Donald": "Don",
    "Patrick": "Paddy", "Theodore": "Theo", "John": "Jack", "Harry": "Henry", "Mohammed": "Mohammad Mohamed",
    "Muhammad": "Mohammed Mohammad", "Temitope": "Temi", "Chukwuemeka": "Emeka", "Magdalena": "Magda",
    "Aleksandra": "Ola", "Katarzyna": "Kasia", "Krzysztof": "Chris",
}  # fmt: skip
"""What somebody may be booked in as instead."""

COMMUNITIES = {"british": 0.79, "asian": 0.11, "african": 0.05, "polish": 0.04, "chinese": 0.01}

ETHNIC_CATEGORIES = {
    "british": "A A A A A A A A B D",
    "asian": "H J K L",
    "african": "M N P D",
    "polish": "C",
    "chinese": "R",
}
"""Codes of the NHS Data Dictionary, ETHNIC CATEGORY CODE 2001, as often as they are listed."""
