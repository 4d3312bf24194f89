"""The tests that the example's trusts do: what they are called together, and the local code each trust has for them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Investigation:
    """A test. `code` is the collaborative's own, "" where it has none yet; `local` the code at each trust that does it.

    Numbers are drawn about `usual` with `spread`; without a unit the result is words.
    """

    code: str
    words: str
    capability: str
    unit: str
    usual: float
    spread: float
    often: float
    local: dict[str, str]


_TRUSTS = ("RZ1", "RZ4", "RZ8", "Z3R4V")
_ROWS = (  # shared code, words, capability, unit (UCUM), usual, spread, how often, code at each trust ("-": none)
    ("TR-HB", "Haemoglobin", "pathology", "g/L", 135, 18, 9, "HGB HB HAEM FBC-HB"),
    ("TR-CREA", "Creatinine", "pathology", "umol/L", 82, 24, 9, "CREA CRE CREAT UE-CR"),
    ("TR-K", "Potassium", "pathology", "mmol/L", 4.2, 0.5, 8, "K+ POT POTAS UE-K"),
    ("TR-CRP", "C-reactive protein", "pathology", "mg/L", 14, 11, 7, "CRP CRP CRP -"),
    ("TR-HBA1C", "Glycated haemoglobin", "pathology", "mmol/mol", 44, 11, 5, "A1C HBA1 GLYHB HBA1C"),
    ("TR-TSH", "Thyroid-stimulating hormone", "pathology", "m[IU]/L", 2.1, 1.2, 4, "TSH TSH TSH TFT-TSH"),
    ("TR-FER", "Ferritin", "pathology", "ug/L", 120, 70, 3, "FERR FER FERR -"),
    ("TR-XCH", "Chest X-ray", "radiology", "", 0, 0, 6, "XCHES XR01 CXR -"),
    ("TR-CTH", "CT of the head", "radiology", "", 0, 0, 3, "CSKUH CT01 - CTHEAD"),
    ("TR-CTA", "CT of the abdomen", "radiology", "", 0, 0, 3, "CABDO CT04 - -"),
    ("TR-MRL", "MRI of the lumbar spine", "radiology", "", 0, 0, 3, "MSPLU MR02 MRLSP -"),
    ("TR-MRK", "MRI of the knee", "radiology", "", 0, 0, 2, "MKNEE MR07 MRKNE -"),
    ("TR-USA", "Ultrasound of the abdomen", "radiology", "", 0, 0, 4, "UABDO US01 USABD -"),
    ("TR-ECG", "Electrocardiogram", "physiology", "", 0, 0, 6, "ECG12 EC01 ECG ECG"),
    ("TR-ECHO", "Echocardiogram", "physiology", "", 0, 0, 2, "ECHOT EC02 ECHO -"),
    ("TR-SPI", "Spirometry", "physiology", "", 0, 0, 2, "SPIRO SP01 SPIRO -"),
    ("", "Bone profile", "pathology", "", 0, 0, 1, "BONEP - - -"),
    ("", "Vitamin D", "pathology", "nmol/L", 61, 20, 1, "- VITD - -"),
    ("", "Ketones at the bedside", "pathology", "mmol/L", 0.3, 0.2, 1, "- - POCKET -"),
    ("", "Lithium", "pathology", "mmol/L", 0.7, 0.15, 2, "- - - LITH"),
)

INVESTIGATIONS = tuple(
    Investigation(
        code=code,
        words=words,
        capability=capability,
        unit=unit,
        usual=usual,
        spread=spread,
        often=often,
        local={trust: local for trust, local in zip(_TRUSTS, codes.split(), strict=True) if local != "-"},
    )
    for code, words, capability, unit, usual, spread, often, codes in _ROWS
)

UNITS = {("RZ8", "TR-HB"): ("g/dL", 0.1)}
"""Where one of a trust's two analysers uses another unit: which, and what its numbers are multiplied by."""
