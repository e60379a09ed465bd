"""How surnames are read where dictionaries lead astray; the usual reading stands first.

A surname keeps old readings that a dictionary of words doesn't prefer (曾 is Zeng, not
ceng). General knowledge, read in no dictionary; so the dictionary's readings are kept beside
these. Nothing here is shown to anybody: it makes a person findable and orders a list.
"""

from collections.abc import Mapping
from typing import Final

SINGLE: Final[Mapping[str, tuple[str, ...]]] = {
    surname: tuple(readings.split())
    for surname, readings in {
        "柏": "bai bo", "卜": "bu", "薄": "bo", "秘": "bi", "晁": "chao",
        "谌": "chen shen", "种": "chong", "重": "chong", "褚": "chu", "啜": "chuai",
        "爨": "cuan", "都": "du", "盖": "ge gai", "葛": "ge", "句": "gou", "勾": "gou",
        "过": "guo", "呙": "guo", "炅": "gui", "妫": "gui", "哈": "ha", "黑": "he hei",
        "华": "hua", "郇": "xun huan", "纪": "ji", "贾": "jia", "隽": "juan jun",
        "阚": "kan", "隗": "wei kui", "乐": "yue le", "逯": "lu", "吕": "lv lyu",
        "冒": "mao", "宓": "mi fu", "缪": "miao mou", "牟": "mu mou", "万": "wan",
        "那": "na", "能": "nai", "佴": "nai", "粘": "nian", "宁": "ning", "区": "ou",
        "逄": "pang", "朴": "piao", "繁": "po", "郄": "qie xi", "强": "qiang jiang",
        "覃": "qin tan", "仇": "qiu", "瞿": "qu", "任": "ren", "撒": "sa", "单": "shan",
        "召": "shao", "折": "she", "佘": "she", "莘": "shen xin", "沈": "shen",
        "盛": "sheng", "石": "shi", "宿": "su", "眭": "sui", "尉": "wei yu",
        "蔚": "yu wei", "郗": "xi chi", "洗": "xian", "冼": "xian", "鲜": "xian",
        "相": "xiang", "解": "xie", "颉": "xie jie", "行": "xing", "燕": "yan",
        "么": "yao", "幺": "yao", "要": "yao", "叶": "ye", "应": "ying", "於": "yu",
        "俞": "yu", "员": "yun", "贠": "yun", "恽": "yun", "藏": "zang", "臧": "zang",
        "曾": "zeng", "查": "zha", "翟": "zhai di", "祭": "zhai ji", "占": "zhan",
        "长": "zhang", "仉": "zhang",
    }.items()
}  # fmt: skip
"""Surnames of one character, each with the readings it is known by."""

COMPOUND: Final[Mapping[str, tuple[str, str]]] = {
    surname: (first, second)
    for surname, first, second in (
        entry.split()
        for entry in (
            "百里 bai li", "澹台 tan tai", "达奚 da xi", "第五 di wu", "东方 dong fang",
            "东郭 dong guo", "独孤 du gu", "端木 duan mu", "段干 duan gan", "尔朱 er zhu",
            "哥舒 ge shu", "公孙 gong sun", "公羊 gong yang", "公冶 gong ye",
            "谷梁 gu liang", "贺兰 he lan", "赫连 he lian", "呼延 hu yan",
            "皇甫 huang fu", "梁丘 liang qiu", "令狐 ling hu", "闾丘 lv qiu",
            "慕容 mu rong", "纳兰 na lan", "南宫 nan gong", "南门 nan men",
            "欧阳 ou yang", "濮阳 pu yang", "漆雕 qi diao", "亓官 qi guan",
            "单于 chan yu", "淳于 chun yu", "上官 shang guan", "申屠 shen tu",
            "司空 si kong", "司马 si ma", "司徒 si tu", "太叔 tai shu", "拓跋 tuo ba",
            "完颜 wan yan", "万俟 mo qi", "巫马 wu ma", "西门 xi men", "夏侯 xia hou",
            "鲜于 xian yu", "相里 xiang li", "轩辕 xuan yuan", "羊舌 yang she",
            "叶赫 ye he", "尉迟 yu chi", "宇文 yu wen", "乐正 yue zheng",
            "宰父 zai fu", "长孙 zhang sun", "仲孙 zhong sun", "钟离 zhong li",
            "诸葛 zhu ge", "子车 zi ju", "宗政 zong zheng", "左丘 zuo qiu",
        )
    )
}  # fmt: skip
"""Surnames of two characters."""

GIVEN: Final[Mapping[str, tuple[str, ...]]] = {
    character: tuple(readings.split())
    for character, readings in {
        "乐": "le yue", "行": "xing hang", "长": "chang zhang", "重": "zhong chong",
        "朝": "chao zhao", "茜": "xi qian", "晟": "sheng cheng", "盛": "sheng cheng",
        "柏": "bai bo", "传": "chuan zhuan", "娜": "na nuo", "单": "dan shan",
        "藏": "cang zang", "蔚": "wei yu", "阿": "a e", "桁": "heng hang",
        "率": "shuai lv", "曾": "zeng ceng", "莘": "shen xin", "隽": "jun juan",
        "卜": "bu bo",
    }.items()
}  # fmt: skip
"""Characters of given names that are read in two ways; which, only the family knows."""
