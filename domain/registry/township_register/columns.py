"""The columns of a township's register: what they are called, and which key seals them."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from domain.registry.township_register import codes
from domain.registry.township_register.codes import Codes


class ColumnKind(StrEnum):
    """With which of a person's two keys the raw cell is sealed."""

    IDENTITY = "identity"
    CLINICAL = "clinical"


@dataclass(frozen=True, slots=True)
class Column:
    """A column: our name, its heading, what else it is called, its answers if coded."""

    name: str
    heading: str
    kind: ColumnKind
    aliases: tuple[str, ...] = ()
    required: bool = False
    codes: Codes[Any] | None = None
    several: bool = False

    def is_headed(self, text: str) -> bool:
        """Return whether a heading, without blanks, means this column."""
        bare = text.strip("*:").split("(")[0]
        return bool(bare) and (bare == self.heading or bare in self.aliases)


ID, C = ColumnKind.IDENTITY, ColumnKind.CLINICAL

# fmt: off
KEY: Final = Column("key", "编号", ID, ("患者编号", "档案编号", "档案号", "序号"), required=True)

PEOPLE: Final[tuple[Column, ...]] = (
    KEY,
    Column("name", "姓名", ID, ("患者姓名",), required=True),
    Column("sex", "性别", ID, codes=codes.SEX),
    Column("id_number", "身份证号", ID, ("身份证", "身份证号码", "证件号码", "公民身份号码")),
    Column("birth_date", "出生日期", ID, ("出生年月", "生日", "出生年月日")),
    Column("village", "现住址村代码", ID, ("村代码", "现住址代码", "村居代码"), required=True),
    Column("village_name", "现住址村", ID, ("村名", "村", "村居", "所在村", "现住址村名")),
    Column("address", "详细地址", ID, ("现住址", "现住址详细地址", "家庭住址", "住址")),
    Column("domicile", "户籍地代码", ID, ("户籍代码",)),
    Column("domicile_address", "户籍地", ID, ("户籍地址", "户口所在地", "户籍详细地址")),
    Column("phone", "电话", ID, ("联系电话", "患者电话", "本人电话", "手机", "手机号")),
    Column("guardian", "监护人姓名", ID, ("监护人",)),
    Column("guardian_relation", "监护人关系", ID, ("与患者关系", "关系"), codes=codes.RELATION),
    Column("guardian_phone", "监护人电话", ID, ("监护人联系电话",)),
    Column("diagnosis", "诊断", C, ("诊断名称", "疾病名称", "目前诊断", "病种"), required=True),
    Column("icd10", "ICD-10", C, ("ICD10", "疾病编码", "诊断编码")),
    Column("diagnosed_on", "确诊日期", C, ("确诊时间", "诊断日期")),
    Column("hospital", "确诊医院", C, ("诊断医院",)),
    Column("consent", "知情同意", ID, ("是否知情同意", "同意参加管理"), codes=codes.CONSENT),
    Column("consent_on", "同意日期", ID, ("知情同意日期", "签字时间", "知情同意时间")),
    Column("consent_by", "签字人", ID, ("同意签字人",)),
    Column("registered_on", "建档日期", ID, ("建档时间", "登记日期"), required=True),
    Column("risk", "危险性评估", C, ("最近危险性评估", "危险等级", "危险性")),
    Column("died_on", "死亡日期", C, ("死亡时间",)),
    Column("remark", "备注", ID),
)

VISITS: Final[tuple[Column, ...]] = (
    KEY,
    Column("name", "姓名", ID, ("患者姓名",)),
    Column("visited_on", "随访日期", C, ("随访时间", "本次随访日期"), required=True),
    Column("form", "随访方式", C, ("随访形式", "本次随访形式"), required=True,
           codes=codes.VISIT_FORM),
    Column("spoke_with", "随访对象", C, ("本次随访对象",), codes=codes.SPOKE_WITH, several=True),
    Column("risk", "危险性评估", C, ("危险性", "危险等级"), required=True),
    Column("symptom_codes", "目前症状", C, ("症状",), codes=codes.SYMPTOM, several=True),
    Column("symptoms", "症状程度", C, ("精神症状程度",), codes=codes.SYMPTOMS),
    Column("insight", "自知力", C, ("自知力情况",), codes=codes.INSIGHT),
    Column("sleep", "睡眠", C, ("睡眠情况",), codes=codes.LEVEL),
    Column("diet", "饮食", C, ("饮食情况",), codes=codes.LEVEL),
    Column("self_care", "个人生活料理", C, ("生活料理",), codes=codes.LEVEL),
    Column("housework", "家务劳动", C, codes=codes.LEVEL),
    Column("work", "生产劳动及工作", C, ("生产劳动",), codes=codes.WORK),
    Column("study", "学习能力", C, codes=codes.LEVEL),
    Column("relations", "社会人际交往", C, ("人际交往",), codes=codes.LEVEL),
    Column("disturbance", "轻度滋事次数", C, ("轻度滋事",)),
    Column("public_order", "肇事次数", C, ("肇事",)),
    Column("criminal", "肇祸次数", C, ("肇祸",)),
    Column("other_harm", "其他危害行为次数", C, ("其他危害行为",)),
    Column("self_harm", "自伤次数", C, ("自伤",)),
    Column("suicide_attempt", "自杀未遂次数", C, ("自杀未遂",)),
    Column("locked", "关锁情况", C, ("关锁",), codes=codes.LOCKED),
    Column("hospital", "住院情况", C, ("两次随访期间住院情况",), codes=codes.HOSPITAL),
    Column("adherence", "服药依从性", C, ("用药依从性", "服药情况"), codes=codes.ADHERENCE),
    Column("adverse_reaction", "不良反应", C, ("药物不良反应",), codes=codes.REACTION),
    Column("physical_illness", "躯体疾病", C, ("躯体疾病情况",), codes=codes.ILLNESS),
    Column("treatment_effect", "治疗效果", C, codes=codes.EFFECT),
    Column("judged", "本次分类", C, ("随访分类", "本次随访分类", "分类"),
           codes=codes.FOLLOW_UP_CLASS),
    Column("due_on", "下次随访日期", C, ("下次随访时间", "下次随访")),
    Column("doctor", "医生", ID, ("随访医生", "随访医生签名", "医生签名")),
    Column("remark", "备注", C),
)
# fmt: on

INCIDENTS: Final = (
    "disturbance", "public_order", "criminal", "other_harm", "self_harm", "suicide_attempt",
)  # fmt: skip
"""The six counts of 危险行为 (form 8, row 16)."""


def heading_of(columns: tuple[Column, ...], name: str) -> str:
    """Return the heading a column of ours has in a register."""
    return next(column.heading for column in columns if column.name == name)
