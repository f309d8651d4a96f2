"""Offices, pairs, bodies at home: whom the words of a year stand for."""

from __future__ import annotations

from datetime import date

import pytest

from kg.extract import read
from kg.model import Article
from tests.linking import labels, mentions, over
from tests.parsed import parse

TABLE = [
    (2003, "British Foreign Secretary Alan Marsh flew to Oslo on Monday. The Foreign Secretary met Norway's premier.", "Foreign Secretary met", ["Alan Marsh"]),
    (2003, "Foreign Secretary Alan Marsh spoke today. Mr Marsh met Norway's premier. The Foreign Secretary pressed for a truce.", "Foreign Secretary pressed", ["Alan Marsh"]),
    (2023, "Prime Minister of India Narendra Modi met the King of Norway in New Delhi. Prime Minister conveyed that India would help.", "Prime Minister conveyed", ["Narendra Modi"]),
    (2023, "Prime Minister Narendra Modi held talks with President Emmanuel Macron in New Delhi. External Affairs Minister S. Jaishankar joined them. Prime Minister thanked the President for his visit.", "Prime Minister thanked", ["Narendra Modi"]),
    (2023, "Prime Minister Narendra Modi held talks with President Emmanuel Macron in New Delhi. External Affairs Minister S. Jaishankar joined them. Prime Minister thanked the President for his visit.", "President for", ["Emmanuel Macron"]),
    (2023, "Prime Minister Narendra Modi met President Emmanuel Macron in New Delhi. The Prime Minister and President Macron discussed trade.", "Prime Minister and", ["Narendra Modi"]),
    (2023, "External Affairs Minister Dr. S. Jaishankar called on the king. Dr S. Jaishankar thanked Norway.", "Dr. S. Jaishankar called", ["Subrahmanyam Jaishankar"]),
    (2023, "External Affairs Minister Dr. S. Jaishankar called on the king. Dr S. Jaishankar thanked Norway.", "Jaishankar thanked", ["Subrahmanyam Jaishankar"]),
    (2023, "Ms. KAMIKAWA Yoko, Minister for Foreign Affairs of Japan, met Mr. WANG Yi, Foreign Minister of China. Minister Kamikawa urged restraint.", "Kamikawa urged", ["Yoko Kamikawa"]),
    (2023, "Ms. KAMIKAWA Yoko, Minister for Foreign Affairs of Japan, met H.E. Mr. WANG Yi, Foreign Minister of China. Minister Wang urged restraint.", "Wang urged", ["Wang Yi"]),
    (2022, "Mr. HAYASHI Yoshimasa, Minister for Foreign Affairs, met H.E. Mr. Subrahmanyam JAISHANKAR in Tokyo.", "JAISHANKAR", ["Subrahmanyam Jaishankar"]),
    (2022, "H.E. Mr. TANAKA Ichiro, Ambassador of Japan, met the Sultan of Oman. Ambassador Tanaka handed over a letter.", "Tanaka handed", ["Tanaka Ichiro"]),
    (2023, "President William Ruto of Kenya arrived in Oslo. The Norwegian king received the visiting dignitary.", "visiting dignitary", ["William Ruto"]),
    (2023, "President William Ruto of Kenya arrived in Oslo. Norway's premier welcomed the visiting leader.", "visiting leader", ["William Ruto"]),
    (2003, "Malik Hassan, the Sudanese negotiator, signed first. Peter Deng, his counterpart, signed next.", "Peter Deng", ["Peter Deng"]),
    (2003, "Finnish Foreign Minister Arto Lahti met Greek Foreign Minister Nikos Roussos in Athens. Lahti thanked his counterpart.", "counterpart", ["Nikos Roussos"]),
    (2003, "Finnish Foreign Minister Arto Lahti met his Greek counterpart in Athens.", "counterpart", ["Greece"]),
    (2003, "Finnish Foreign Minister Arto Lahti met his Greek counterpart, Nikos Roussos, in Athens.", "Roussos", ["Nikos Roussos"]),
    (2008, "The former UN Secretary-General, Kofi Annan, urged both sides to talk.", "Annan", ["Kofi Annan"]),
    (2008, "Kofi Annan suspended the talks. The former UN Secretary-General told reporters he was hopeful.", "Secretary-General told", ["Kofi Annan"]),
    (2003, "Peru and Ecuador signed a pact. The two sides adopted a declaration.", "sides", ["Ecuador", "Peru"]),
    (2003, "Prime Minister Jens Holm received President Ali Sayed of Egypt in Oslo. Norway offered Egypt a loan. As neighbours, the two sides adopted a declaration.", "two sides", ["Egypt", "Norway"]),
    (2003, "Tony Blair met Jacques Chirac in Paris. The 2 leaders discussed Iraq.", "2 leaders", ["Jacques Chirac", "Tony Blair"]),
    (2003, "Finnish Foreign Minister Arto Lahti met Greek Foreign Minister Nikos Roussos. Both Ministers welcomed the pact.", "Both Ministers", ["Arto Lahti", "Nikos Roussos"]),
    (2008, "Kofi Annan met President Mwai Kibaki and opposition leader Raila Odinga. Annan asked the two men to talk.", "two men", ["Mwai Kibaki", "Raila Odinga"]),
    (2003, "India and Pakistan fought for three weeks. India said it had won. The parties agreed to withdraw.", "parties agreed", ["India", "Pakistan"]),
    (2003, "Russia and Georgia blamed each other. The European Union urged both parties to halt.", "both parties", ["Georgia", "Russia"]),
    (2003, "Russia and Georgia blamed each other. The European Union urged the two neighbours to halt.", "neighbours", ["Georgia", "Russia"]),
    (2003, "Japan, China and South Korea met in Busan. The three countries agreed on a plan.", "three countries", ["China", "Japan", "South Korea"]),
    (2003, "India and Pakistan fought for three weeks. The UN congratulated both capitals.", "both capitals", ["India", "Pakistan"]),
    (2003, "Saudi Arabia, Bahrain and Egypt cut ties with Qatar. The three demanded an apology.", "three demanded", ["Bahrain", "Egypt", "Saudi Arabia"]),
    (2003, "Saudi Arabia, the United Arab Emirates, Bahrain and Egypt cut ties with Qatar. The four states demanded an apology.", "four states", ["Bahrain", "Egypt", "Saudi Arabia", "United Arab Emirates"]),
    (2016, "Boris Johnson met Ibrahim al-Jaafari in London today. They discussed trade. They also agreed to meet again.", "They also", ["Boris Johnson", "Ibrahim al-Jaafari"]),
    (2005, "Indonesia and the Free Aceh Movement signed a pact. In Jakarta, the military said it would obey Indonesia's president.", "military said", ["Indonesia"]),
    (2008, "Police outlawed the rallies in Nairobi. Kenya is tense. Kenya's president spoke.", "Police outlawed", ["Kenya"]),
    (2008, "Kenya's government met the ODM. The Government team rejected the plan. Kenya waits.", "Government team", ["Kenya"]),
    (2003, "An Indian spokesman rejected the report.", "spokesman", ["India"]),
    (1956, "One Whitehall official dismissed the report.", "official", ["United Kingdom"]),
    (2003, "In Jakarta, lawmakers demanded an apology.", "lawmakers", ["Indonesia"]),
    (2005, "The Free Aceh Movement signed a pact. The rebels agreed to disarm.", "rebels", ["Free Aceh Movement"]),
    (2013, "President Assad's forces shelled Homs. The regime denied it.", "regime", ["Syria"]),
    (2013, "The Assad regime shelled Homs. The regime denied it.", "regime denied", ["Syria"]),
    (2013, "The Asad regime shelled Homs in Syria. The regime denied it.", "Asad regime", ["Syria"]),
    (2015, "The authorities in Belgrade denied the report.", "authorities", ["Serbia"]),
    (2016, "Daesh fled the city.", "Daesh", ["Islamic State"]),
    (2016, "Da'esh fled the city.", "Da'esh", ["Islamic State"]),
    (1966, "Peking denounced the treaty.", "Peking", ["China"]),
    (1974, "The Saigon regime fell.", "regime", ["South Vietnam"]),
    (1966, "Viet Cong guerrillas attacked the base.", "guerrillas", ["Viet Cong"]),
    (1966, "The Viet Cong attacked the base.", "Viet Cong", ["Viet Cong"]),
    (1975, "Rhodesia rejected the plan. Salisbury said it would not yield.", "Salisbury", ["Zimbabwe"]),
    (1956, "Egypt's president said his government would not submit.", "his government", ["Egypt"]),
    (1956, "The President of Egypt told the envoy that his Government could not submit.", "his Government", ["Egypt"]),
    (1956, "The Egyptian President said he would not yield. His Government rejected the note.", "His Government", ["Egypt"]),
    (1956, "Israel said her columns would stay.", "her columns", ["Israel"]),
    (1956, "Israel, for her part, said she would accept.", "she would", ["Israel"]),
    (1956, "Colonel Nasser rejected the note. Egypt closed the canal.", "Nasser", ["Gamal Abdel Nasser"]),
    (1956, "President Eisenhower cabled London.", "Eisenhower", ["Dwight D. Eisenhower"]),
    (1956, "Sir Anthony Eden and M. Mollet met in Paris.", "Mollet", ["Guy Mollet"]),
    (2003, "The State Department said Washington would act.", "State Department", ["United States Department of State"]),
    (1980, "Mr. Sadegh Ghotbzadeh, the Iranian Foreign Minister, refused.", "Ghotbzadeh", ["Sadegh Ghotbzadeh"]),
    (1980, "Foreign Minister Sadegh Ghotbzadeh shrugged it off in Tehran.", "Ghotbzadeh", ["Sadegh Ghotbzadeh"]),
    (2024, "A spokesman for the group rejected the deal, hours after al-Shabaab attacked a base.", "spokesman", []),
    (2024, "Al-Shabaab attacked a base. A spokesman for the group vowed revenge.", "spokesman", ["al-Shabaab"]),
    (1988, "The movement's foreign secretary spoke for SWAPO.", "SWAPO", ["SWAPO"]),
    (2017, "Minister for the Middle East Tobias Ellwood commented on Syria.", "Ellwood", ["Tobias Ellwood"]),
    (2017, "Donald Trump rang King Salman, Abu Dhabi's crown prince and the Qatari emir.", "crown prince", ["United Arab Emirates"]),
    (2017, "Donald Trump rang King Salman, Abu Dhabi's crown prince and the Qatari emir.", "King Salman", ["King Salman"]),
    (2017, "Donald Trump rang King Salman, Abu Dhabi's crown prince and the Qatari emir.", "emir", ["Qatar"]),
    (2017, "Qatar rejected the list. The emirate said it would not yield.", "emirate", ["Qatar"]),
    (2003, "Three Egyptian ministers and the Turkish premier met.", "premier", ["Turkey"]),
    (1999, "UN Human rights chief Mary Robinson condemned the raid.", "Robinson", ["Mary Robinson"]),
    (1999, "The UN human rights chief, Mary Robinson, wants a trial.", "Robinson", ["Mary Robinson"]),
    (1999, "The UN human rights chief wants a trial.", "chief", ["United Nations"]),
    (2023, "EU High Representative Josep Borrell saw them. The High Representative urged calm.", "High Representative urged", ["Josep Borrell"]),
    (1999, "Indonesia signed. President Habibie of Indonesia asked Kofi Annan for help. The Secretary-General agreed.", "Secretary-General agreed", ["Kofi Annan"]),
    (1988, "Jonas Savimbi leads UNITA. The guerrilla chief vowed to fight.", "guerrilla chief", ["Jonas Savimbi"]),
    (1966, "Soviet Premier Alexei Kosygin mediated. Shastri thanked the Soviet Premier.", "Premier", ["Alexei Kosygin"]),
    (2023, "The President of the Republic of Kenya, H.E. Dr. William Samoei Ruto, arrived in Oslo.", "Ruto", ["William Ruto"]),
    (2023, "Prime Minister Shri Narendra Modi met the king.", "Modi", ["Narendra Modi"]),
    (2016, "In Turkey Minister Lahti of Finland met the king. Lahti left.", "Lahti left", ["Lahti"]),
    (2003, "France backed Colombia, whose army it had financed.", "army", ["Colombia"]),
    (1980, "Iran warned Iraq, whose Government called on the United Nations.", "Government", ["Iraq"]),
    (2017, "Donald Trump, whose secretary of state had pressed for a deal, rang the emir.", "secretary", ["United States"]),
    (2003, "The Security Council met. Its members pressed Iran.", "members", ["UN Security Council"]),
    (2016, "British Foreign Secretary Boris Johnson met Russian Foreign Minister Sergei Lavrov. The ministers discussed Syria.", "ministers", ["Boris Johnson", "Sergey Lavrov"]),
    (1956, "Israel, for her part, said Sir Humphrey Trevelyan was wrong. Israel let it be known that she would agree.", "she would", ["Israel"]),
    (1956, "Colonel Nasser spoke in Cairo. Israel, for her part, let it be known that she would agree.", "she would", ["Israel"]),
    (1956, "Cairo spurned the Anglo-French note.", "Anglo-French", ["France", "United Kingdom"]),
    (2017, "Saudi Arabia, the United Arab Emirates, Bahrain and Egypt cut ties with Qatar. The foreign ministers of the four are to confer in Cairo.", "four", ["Bahrain", "Egypt", "Saudi Arabia", "United Arab Emirates"]),
    (2005, "Indonesia and the Free Aceh Movement met. Indonesia spoke first. Free Aceh Movement envoys spoke next. The UN congratulated both parties.", "both parties", ["Free Aceh Movement", "Indonesia"]),
    (1956, "An Egyptian delegate accused Israel.", "delegate", ["Egypt"]),
    (1956, "The Egyptian Government refused.", "Government", ["Egypt"]),
    (1980, "The Soviet leadership condemned the raid.", "leadership", ["Soviet Union"]),
    (1980, "Soviet authorities arrested him.", "authorities", ["Soviet Union"]),
    (2003, "A senior American diplomat said talks would go on.", "diplomat", ["United States"]),
    (2003, "The head of the Iranian delegation walked out.", "head", ["Iran"]),
    (2003, "Sources close to the Syrian president denied it.", "Syrian president", ["Syria"]),
    (1988, "The Cuban Foreign Minister, Isidoro Malmierca, spoke.", "Malmierca", ["Isidoro Malmierca"]),
    (1988, "South African troops crossed into Angola.", "troops", ["South Africa"]),
    (1987, "The Polisario Front said it had shot down a plane. The guerrillas said the pilot was dead.", "guerrillas", ["Polisario Front"]),
    (1988, "UNITA rebels shelled Luanda.", "rebels", ["UNITA"]),
    (1990, "Khmer Rouge fighters attacked the town.", "fighters", ["Khmer Rouge"]),
    (1988, "The PLO leader, Yasser Arafat, spoke.", "Arafat", ["Yasser Arafat"]),
    (2003, "The Chinese side urged restraint.", "side", ["China"]),
    (2003, "Both the Chinese and the Japanese side urged restraint.", "Chinese", ["China"]),
    (2023, "Foreign Ministry spokesperson Mao Ning urged Japan to stop.", "Mao Ning", ["Mao Ning"]),
    (2023, "The Chinese Foreign Ministry's spokesperson urged Japan to stop.", "spokesperson", ["China"]),
    (2023, "The Ministry of Foreign Affairs of Japan lodged a protest.", "Ministry", ["Japan"]),
    (2023, "The Permanent Representative of France to the United Nations, Nicolas de Riviere, spoke.", "Riviere", ["Nicolas de Riviere"]),
    (2003, "The spokesman of the Russian embassy in London denied it.", "spokesman", ["Russia"]),
    (2012, "The army said it had seized power in Bamako. The junta dismissed the president of Mali.", "junta", ["Mali"]),
    (2015, "Hungary's government rejected the quota. Budapest said it would sue.", "Budapest", ["Hungary"]),
    (1994, "The Serbs shelled Sarajevo.", "Serbs", ["Serbia"]),
    (1994, "The Bosnian Serbs shelled Sarajevo. The Serbs later withdrew.", "Serbs later", ["Republika Srpska"]),
    (2005, "The Islamic Republic rejected the offer.", "Republic", ["Iran"]),
    (2019, "The Kingdom of Saudi Arabia condemned the attack. The Kingdom called for restraint.", "Kingdom called", ["Saudi Arabia"]),
    (2019, "The Hashemite Kingdom rejected the plan.", "Kingdom", ["Jordan"]),
    (2003, "The Holy See appealed for peace. The Pope prayed.", "Holy See", ["Vatican City"]),
    (2015, "Secretary Kerry met Foreign Minister Lavrov in Geneva. The Secretary welcomed the pact.", "Secretary welcomed", ["John Kerry"]),
    (2015, "Secretary Kerry met Foreign Minister Lavrov in Geneva.", "Lavrov", ["Sergey Lavrov"]),
    (2023, "Secretary of State Blinken spoke with Israeli Prime Minister Netanyahu.", "Netanyahu", ["Benjamin Netanyahu"]),
    (2023, "Federal Foreign Minister Annalena Baerbock flew to Kyiv. The Federal Foreign Minister pledged aid.", "Minister pledged", ["Annalena Baerbock"]),
    (2023, "Chancellor Scholz met President Zelenskyy. The Federal Chancellor pledged aid.", "Chancellor pledged", ["Olaf Scholz"]),
    (2023, "High Representative/Vice-President Josep Borrell met the king. HR/VP Borrell urged calm.", "Borrell urged", ["Josep Borrell"]),
    (2024, "Ethiopia's Prime Minister, Abiy Ahmed, met Muse Bihi Abdi. Mr Abiy thanked Mr Bihi.", "Abiy thanked", ["Abiy Ahmed"]),
    (2024, "Ethiopia's Prime Minister, Abiy Ahmed, met Muse Bihi Abdi. Mr Abiy thanked Mr Bihi.", "Bihi.", ["Muse Bihi Abdi"]),
    (2011, "Thailand's prime minister, Abhisit Vejjajiva, spoke. Mr Abhisit refused.", "Abhisit refused", ["Abhisit Vejjajiva"]),
    (2001, "President Alpha Konare of Mali spoke. The Malian leader urged calm.", "Malian leader", ["Alpha Konare"]),
    (2001, "President Jacques Chirac spoke. The French leader urged calm.", "French leader", ["Jacques Chirac"]),
    (2003, "The US embassy in Nairobi closed.", "embassy", ["United States"]),
    (1998, "The Nigerian-led force ECOMOG shelled the town.", "ECOMOG", ["ECOMOG"]),
    (1986, "The Non-Aligned Movement, meeting in Harare, condemned Pretoria. The movement demanded sanctions.", "movement demanded", ["Non-Aligned Movement"]),
    (2009, "The OAS suspended Honduras. The hemispheric body demanded elections.", "body", ["Organization of American States"]),
    (2020, "The African Union suspended Mali. The continental bloc demanded elections.", "bloc", ["African Union"]),
    (2009, "The Commonwealth suspended Fiji. The 53-nation group demanded elections.", "group", ["Commonwealth"]),
    (2009, "The Security Council met on Friday. The council condemned the raid.", "council condemned", ["UN Security Council"]),
    (1998, "The Contact Group met in Bonn.", "Contact Group", ["Contact Group"]),
    (1972, "The two Germanys signed a treaty.", "Germanys", ["East Germany", "Germany"]),
    (1980, "Leningrad party chief Grigory Romanov spoke.", "Romanov", ["Grigory Romanov"]),
    (1979, "The Vietnamese invaded Kampuchea.", "Kampuchea", ["Cambodia"]),
    (1991, "The warring sides in Angola met. The Angolan Government signed with UNITA.", "UNITA", ["UNITA"]),
    (1988, "Arab foreign ministers met in Tunis.", "ministers", ["Arab foreign ministers"]),
    (1991, "EC foreign ministers met in Brussels.", "ministers", ["European Union"]),
    (1991, "The G7 leaders condemned the coup.", "leaders", ["G7"]),
    (1991, "NATO ambassadors met.", "ambassadors", ["NATO"]),
    (2003, "The French embassy in Lima was stormed. Peru sent police. The embassy closed for a week.", "embassy closed", ["France"]),
    (2003, "The Iranian delegation met the Turkish foreign minister. The delegation walked out.", "delegation walked", ["Iran"]),
    (2003, "The Egyptian government and the Israeli government talked. The government refused.", "government refused", []),
    (2019, "President Donald Trump spoke. Trump praised Kurdish fighters. President Trump said he would leave. Trump named a new envoy. Syria is ruled by President Bashar al-Assad. The president ordered a pullout.", "president ordered", ["Donald Trump"]),
    (2003, "Police in Quito arrested a union leader. Ecuador's unions called a strike. The president of Ecuador spoke. The foreign minister resigned. Ecuador waits.", "foreign minister", ["Ecuador"]),
    (2007, "Kenya votes today. Kenya's police are on alert. The president urged calm. Kenya's churches prayed.", "president urged", ["Kenya"]),
    (2007, "Kenya met Uganda. Uganda hailed Kenya. The president urged calm.", "president urged", []),
]  # fmt: skip


@pytest.mark.model
@pytest.mark.parametrize(("year", "text", "words", "expected"), TABLE)
def test_whom_words_stand_for(year: int, text: str, words: str, expected: list[str]) -> None:
    assert labels(mentions(text, date(year, 5, 20), referring=True), text, words) == expected


SPOKEN = [
    ('"My government rejects the plan," said President Idriss Deby of Chad.', "government", ["Chad"]),
    ('"Our troops will stay," said President Idriss Deby of Chad.', "troops", ["Chad"]),
    ('"We reject the plan," said President Idriss Deby of Chad.', "We", ["Idriss Deby"]),
]  # fmt: skip


@pytest.mark.model
@pytest.mark.parametrize(("text", "words", "expected"), SPOKEN)
def test_who_speaks_and_for_whom(text: str, words: str, expected: list[str]) -> None:
    found = read(Article("x", text, published="2005-05-20"), parse(text)).mentions
    assert labels(found, text, words) == expected


GROUPS = [
    ("Thousands marched through Mogadishu against the deal.", "Thousands", ["Thousands"]),
    ("The raid cost thousands of dollars.", "thousands", []),
    ("His critics jeered at Hugo Chavez of Venezuela. His critics left.", "critics left", ["His critics"]),
    ("The Free Desert Front, a Malian rebel group, shelled Gao.", "Front", ["Free Desert Front"]),
]  # fmt: skip


@pytest.mark.model
@pytest.mark.parametrize(("text", "words", "expected"), GROUPS)
def test_who_bears_no_name(text: str, words: str, expected: list[str]) -> None:
    found = read(Article("x", text, published="2012-05-20"), parse(text)).mentions
    assert labels(found, text, words) == expected


COUNTRIES = [
    ("The Free Desert Front, a Malian rebel group, shelled Gao.", "Front", "MLI"),
    ("The PDI-P condemned the deal.", "PDI", "IDN"),
    ("Kosovo Serbs blocked a road.", "Serbs", "XKX"),
    ("The Global Coalition against Daesh met.", "Coalition", None),
]  # fmt: skip


@pytest.mark.model
@pytest.mark.parametrize(("text", "words", "country"), COUNTRIES)
def test_whose_country_a_group_is_of(text: str, words: str, country: str | None) -> None:
    found = over(mentions(text, date(2012, 5, 20)), text, words)
    assert found is not None
    assert found.actors[0].country == country
