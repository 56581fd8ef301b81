"""Every rule about the meaning of a definition, in words: what is wrong and how to mend it."""

from __future__ import annotations

import difflib
from collections.abc import Collection

from workflows.definition.findings import Rules, doubt, fault


def did_you_mean(name: str, known: Collection[str]) -> dict[str, str]:
    """`hint` and `hint_vi`: the nearest known name, or the names there are."""
    close = difflib.get_close_matches(name, sorted(known), n=1, cutoff=0.6)
    if close:
        return {"hint": f"Did you mean '{close[0]}'?", "hint_vi": f"Có phải ý bạn là '{close[0]}'?"}
    names = ", ".join(sorted(known)) or "-"
    return {"hint": f"Known are: {names}.", "hint_vi": f"Các tên đã có: {names}."}


MEANING = Rules(
    {
        "duplicate_id": fault(
            "'{name}' is used twice.",
            "Give the second one another name; conditions and outcomes refer to it by this name.",
            "'{name}' được dùng hai lần.",
            "Hãy đặt tên khác cho mục sau; điều kiện và lựa chọn gọi mục theo tên này.",
        ),
        "no_words": fault(
            "The {what} has no Vietnamese words.",
            "Add vi: with the words people will read.",
            "{what} chưa có chữ tiếng Việt.",
            "Hãy thêm vi: với nội dung hiển thị.",
        ),
        "no_official_title": doubt(
            "The page “{title}” is a question, and papers and offices have no other name for it.",
            "Add official_title: with the words a slip may print; until then it is called “{name}”.",
            "Trang “{title}” là câu hỏi, còn văn bản và cán bộ chưa có tên gọi khác cho trang này.",
            "Hãy thêm official_title: với chữ in được trên phiếu; cho đến khi đó trang được gọi là “{name}”.",
        ),
        "start_unknown": fault(
            "The start '{name}' is not a step.",
            "{hint}",
            "Bước bắt đầu '{name}' không có.",
            "{hint_vi}",
        ),
        "target_unknown": fault(
            "Step '{step}' leads to '{target}', which is not a step.",
            "{hint}",
            "Bước '{step}' dẫn tới '{target}', là bước không có.",
            "{hint_vi}",
        ),
        "unreachable": fault(
            "Nothing leads to step '{step}' from the start.",
            "Let an outcome of an earlier step lead to it, or remove it.",
            "Không có đường nào từ bước bắt đầu tới bước '{step}'.",
            "Hãy cho một lựa chọn của bước trước dẫn tới đây, hoặc bỏ bước này.",
        ),
        "dead_end": fault(
            "From step '{step}' no end can be reached.",
            "Let one of its outcomes lead on to an end.",
            "Từ bước '{step}' không tới được bước kết thúc nào.",
            "Hãy cho một lựa chọn dẫn tới bước kết thúc.",
        ),
        "no_sure_way": fault(
            "From step '{step}' some dossiers may never come to an end: every way on depends on a condition.",
            "Let one outcome stand without when, and needing only what the officer fills in at this step.",
            "Từ bước '{step}' có hồ sơ có thể không bao giờ kết thúc: mọi lối ra đều tùy điều kiện.",
            "Hãy để một lựa chọn không có when, chỉ cần những gì cán bộ ghi ngay ở bước này.",
        ),
        "no_way_back": fault(
            "Step '{step}' (by way of {way}) leads back nowhere, though its document has no number yet.",
            "Add an outcome with act: send_back to an earlier step, with reason: required and without when or needs.",
            "Bước '{step}' (theo đường {way}) không có lối trả lại, dù văn bản chưa được cấp số.",
            "Hãy thêm lựa chọn act: send_back về một bước trước, có reason: required, không có when và needs.",
        ),
        "sent_back_numbered": fault(
            "Outcome '{outcome}' sends a dossier back whose document has its number.",
            "Leave it out: what was issued is revoked, never sent back.",
            "Lựa chọn '{outcome}' trả lại hồ sơ đã được cấp số văn bản.",
            "Hãy bỏ lựa chọn này: văn bản đã phát hành chỉ có thể thu hồi.",
        ),
        "role_unknown": fault(
            "Nobody can hold the role '{role}': this site does not have it.",
            "{hint} New roles are made in the administration.",
            "Không ai giữ được vai trò '{role}' vì hệ thống chưa có vai trò này.",
            "{hint_vi} Vai trò mới được thêm trong trang quản trị.",
        ),
        "authority_unknown": fault(
            "The authority '{name}' does not exist on this site.",
            "{hint}",
            "Hệ thống không có cơ quan '{name}'.",
            "{hint_vi}",
        ),
        "reference_unknown": fault(
            "'{name}' is not a {what}.",
            "{hint}",
            "Không có '{name}'.",
            "{hint_vi}",
        ),
        "authority_unsure": fault(
            "The authority is taken from '{name}', which an applicant may leave empty.",
            "Make the field required: true, without show_when.",
            "Cơ quan được lấy từ câu hỏi '{name}', mà người nộp có thể bỏ trống.",
            "Hãy đặt required: true và bỏ show_when cho câu hỏi này.",
        ),
        "council_even": doubt(
            "The council must have an odd number of members, and at least {number}, which is even.",
            "Set min_members to the next odd number, or leave out odd.",
            "Số thành viên phải lẻ, nhưng tối thiểu lại là {number}, số chẵn.",
            "Hãy đặt min_members là số lẻ kế tiếp, hoặc bỏ odd.",
        ),
        "council_counts": fault(
            "The field '{name}' of the minutes has a name under which the engine writes how the council went.",
            "Give the field another name.",
            "Ô '{name}' của biên bản trùng với tên mà hệ thống dùng để ghi kết quả biểu quyết.",
            "Hãy đặt tên khác cho ô này.",
        ),
        "lapse_goes_on": fault(
            "A dossier whose supplement never came leads on from '{step}' to a step that is no end.",
            "Let lapse.to lead to an end.",
            "Hồ sơ hết hạn bổ sung ở bước '{step}' lại dẫn tới bước không phải kết thúc.",
            "Hãy cho lapse.to dẫn tới bước kết thúc.",
        ),
        "confidential_read": fault(
            "'{text}' reads '{field}', which in step '{step}' everybody answers in confidence.",
            "Ask somebody openly (confidential: false), or read office.{step}.answered only.",
            "'{text}' đọc '{field}', mà ở bước '{step}' mọi người được hỏi đều trả lời kín.",
            "Hãy hỏi ít nhất một nơi không kín (confidential: false), hoặc chỉ đọc office.{step}.answered.",
        ),
        "field_reserved": fault(
            "No field of a consultation can be called '{field}': that names what is noted of all answers.",
            "Give it another name.",
            "Ô trả lời của bước lấy ý kiến không đặt tên '{field}' được: tên này dành cho ghi chép chung của bước.",
            "Hãy đặt tên khác.",
        ),
        "silence_unanswered": fault(
            "Silence does not answer '{field}', which must be answered.",
            "Give it a value under silence.values.",
            "Im lặng chưa trả lời cho '{field}', là câu bắt buộc.",
            "Hãy ghi giá trị của câu này trong silence.values.",
        ),
        "document_unused": doubt(
            "No step issues the document '{document}'.",
            "Add a step of kind issue, or remove the document.",
            "Không bước nào phát hành văn bản '{document}'.",
            "Hãy thêm bước phát hành, hoặc bỏ văn bản này.",
        ),
        "condition_faulty": fault(
            "The condition does not parse at line {line}, column {column} of its text: {problem}.",
            'Write CEL, for example: relation == "owner" && copies > 1.',
            "Điều kiện sai cú pháp tại dòng {line}, cột {column}: {problem}.",
            'Hãy viết theo CEL, ví dụ: relation == "owner" && copies > 1.',
        ),
        "condition_unknown": fault(
            "The expression {text} reads '{name}', which does not exist.",
            "{hint}",
            "Biểu thức {text} đọc '{name}', là tên không có.",
            "{hint_vi}",
        ),
        "register_unmatched": fault(
            "The expression {text} reads the register, but no step lets an officer match an entry.",
            "Give a step a field of kind register_entry.",
            "Biểu thức {text} đọc sổ gốc, nhưng không bước nào cho chọn dòng trong sổ.",
            "Hãy thêm trường loại register_entry vào một bước.",
        ),
        "signer_unknown": fault(
            "'{step}' should sign '{document}', but none of its outcomes does.",
            "Give one of its outcomes signs: {document}. {hint}",
            "Bước '{step}' phải ký '{document}' nhưng không lựa chọn nào của bước này là ký.",
            "Hãy thêm signs: {document} vào một lựa chọn của bước. {hint_vi}",
        ),
        "signer_unlisted": fault(
            "Outcome '{outcome}' signs '{document}', whose signatures do not list the step '{step}'.",
            "Add '{step}' to the document's signatures, in its place of the order.",
            "Lựa chọn '{outcome}' ký '{document}' nhưng signatures của văn bản không có bước '{step}'.",
            "Hãy thêm '{step}' vào signatures của văn bản, đúng thứ tự ký.",
        ),
        "signer_twice": fault(
            "'{step}' signs '{document}' twice.",
            "List it once: signing again replaces the signature before.",
            "Bước '{step}' ký '{document}' hai lần.",
            "Chỉ ghi một lần: ký lại thì thay chữ ký trước.",
        ),
        "signer_not_last": fault(
            "The last to sign '{document}' is '{step}', but it is signed at '{final}'.",
            "Put '{final}' at the end of signatures, or change signed_at.",
            "Người ký cuối của '{document}' là bước '{step}', nhưng signed_at là '{final}'.",
            "Hãy để '{final}' ở cuối signatures, hoặc sửa signed_at.",
        ),
        "signed_by_silence": fault(
            "Silence takes the outcome '{outcome}', by which '{document}' is issued: nobody would have signed it.",
            "Let silence take an outcome that leads to whoever signs.",
            "Im lặng dẫn tới lựa chọn '{outcome}' rồi phát hành '{document}', nhưng không ai ký.",
            "Hãy cho im lặng dẫn tới bước có người ký.",
        ),
        "signed_fact_late": fault(
            "The fact '{fact}' of '{document}' reads '{name}', which is not yet known when the first one signs.",
            "State it by what is known before the first signature, or let the earlier steps sign another document.",
            "Mục '{fact}' của '{document}' đọc '{name}', chưa có khi người đầu tiên ký; chữ ký sẽ mất hiệu lực.",
            "Hãy dùng thông tin đã có trước chữ ký đầu tiên.",
        ),
        "signature_early": fault(
            "'{step}' can sign '{document}' before '{before}' has signed.",
            "Let every way to it go through the step that signs before.",
            "Bước '{step}' có thể ký '{document}' khi bước '{before}' chưa ký.",
            "Mọi đường tới bước này phải qua bước ký trước.",
        ),
        "signature_missing": fault(
            "Step '{step}' can issue '{document}' before '{before}' has signed.",
            "Let every way to it go through every signature.",
            "Bước '{step}' có thể phát hành '{document}' khi bước '{before}' chưa ký.",
            "Mọi đường tới đây phải qua đủ các bước ký.",
        ),
        "writer_unknown": fault(
            "No register has the writer '{name}'.",
            "{hint}",
            "Không có cách ghi sổ '{name}'.",
            "{hint_vi}",
        ),
        "writer_needs": fault(
            "The writer '{writer}' needs the value '{name}'.",
            "State it under values, as a CEL expression.",
            "Cách ghi sổ '{writer}' cần giá trị '{name}'.",
            "Hãy ghi giá trị này trong values, bằng biểu thức CEL.",
        ),
        "writer_ignores": fault(
            "The writer '{writer}' does not know the value '{name}'.",
            "{hint}",
            "Cách ghi sổ '{writer}' không dùng giá trị '{name}'.",
            "{hint_vi}",
        ),
        "paper_twice": fault(
            "The paper '{paper}' is asked twice in the case '{case}'.",
            "Ask it once, with the number of originals and copies.",
            "Giấy tờ '{paper}' bị yêu cầu hai lần trong trường hợp '{case}'.",
            "Hãy yêu cầu một lần, ghi rõ số bản chính và bản sao.",
        ),
        "paper_field": fault(
            "The paper '{paper}' is received by '{field}', which is no attachment of the form.",
            "{hint}",
            "Giấy tờ '{paper}' gắn với '{field}', không phải là ô tải tệp của tờ khai.",
            "{hint_vi}",
        ),
        "template_missing": fault(
            "The template {template} is not there, or is no Word template.",
            "Put the .docx beside procedure.yaml (in the administration: upload it with the text).",
            "Không có mẫu {template}, hoặc tệp không phải mẫu Word.",
            "Hãy đặt tệp .docx cạnh procedure.yaml (trong trang quản trị: tải lên cùng định nghĩa).",
        ),
        "template_faulty": fault(
            "The template {template} did not pass its trial run with invented facts: {why}",
            "Mend the Word file; a paper that fails after its number was given would fail for ever.",
            "Mẫu {template} không qua được lần chạy thử với dữ liệu giả định: {why}",
            "Hãy sửa tệp Word; văn bản hỏng sau khi đã cấp số thì không phát hành được nữa.",
        ),
        "placeholder_unknown": fault(
            "The template {template} prints '{name}', which the document's facts do not state.",
            "Add '{name}:' to facts, or change the template. {hint}",
            "Mẫu {template} in '{name}' nhưng facts không nêu.",
            "Hãy thêm '{name}:' vào facts, hoặc sửa mẫu. {hint_vi}",
        ),
        "check_unsaid": doubt(
            "The document '{document}' does not say which of its facts the public check shows.",
            "Add check: with at_once: and with_birth_date:, at least what a forger would change.",
            "Văn bản '{document}' chưa nêu trang kiểm tra công khai cho xem những mục nào.",
            "Hãy thêm check: với at_once: và with_birth_date:, ít nhất là những mục kẻ làm giả sẽ sửa.",
        ),
        "check_unknown": fault(
            "The check of '{document}' shows '{name}', which is none of its facts.",
            "{hint}",
            "Phần kiểm tra của '{document}' cho xem '{name}', không có trong facts.",
            "{hint_vi}",
        ),
        "check_for_nobody": fault(
            "The check of '{document}' waits for a birth date, but its holder has none.",
            "State holder.birth_date, or show these facts at once.",
            "Phần kiểm tra của '{document}' đòi ngày sinh, nhưng văn bản không nêu ngày sinh của người được cấp.",
            "Hãy nêu holder.birth_date, hoặc cho xem ngay (at_once).",
        ),
        "fact_unused": doubt(
            "The template {template} does not print the fact '{name}'.",
            "Remove the fact, or add the placeholder to the template.",
            "Mẫu {template} không in '{name}'.",
            "Hãy bỏ mục này, hoặc thêm chỗ điền vào mẫu.",
        ),
        "fact_unsure": fault(
            "On this way '{paper}' cannot be issued: '{name}' is printed, and nothing makes sure of {what}.",
            'Make the answer required, or let the outcome on this way need it (needs: … != ""), or print it in the '
            "template only where it is there: {{% if {name} %}}.",
            "Đi đường này thì không phát hành được '{paper}': mẫu in '{name}' nhưng có thể còn trống {what_vi}.",
            'Hãy đặt required: true cho ô đó, hoặc cho lựa chọn trên đường này cần nó (needs: … != ""), hoặc trong mẫu '
            "chỉ in khi có: {{% if {name} %}}.",
        ),
        "silence_needs": fault(
            "Silence at step '{step}' takes the outcome '{outcome}', which needs what only an officer fills in.",
            "Let silence take an outcome without such needs.",
            "Im lặng ở bước '{step}' dẫn tới lựa chọn '{outcome}', mà lựa chọn này cần ô chỉ cán bộ mới ghi.",
            "Hãy cho im lặng dẫn tới lựa chọn không cần ô như vậy.",
        ),
        "value_unsure": fault(
            "On this way '{paper}' cannot be issued: the register needs '{name}', and nothing makes sure of {what}.",
            'Make the answer required, or let the outcome on this way need it (needs: … != "").',
            "Đi đường này thì không phát hành được '{paper}': sổ cần '{name}' nhưng có thể còn trống {what_vi}.",
            'Hãy đặt required: true cho ô đó, hoặc cho lựa chọn trên đường này cần nó (needs: … != "").',
        ),
        "signer_unsure": fault(
            "On this way '{paper}' cannot be issued: nobody has decided the step '{step}', at which it is signed.",
            "Let every way to it go through that step, decided by a person.",
            "Đi đường này thì không phát hành được '{paper}': chưa ai quyết định ở bước ký '{step}'.",
            "Mọi đường tới bước phát hành phải qua bước ký, do người có thẩm quyền quyết định.",
        ),
        "applicant_unsure": fault(
            "The applicant may be left unnamed: an applicant need not answer '{name}'.",
            "Make it required: true, without show_when (or only with show_when: '!ex_officio').",
            "Hồ sơ có thể không có tên người nộp: câu hỏi '{name}' có thể bỏ trống.",
            "Hãy đặt required: true và bỏ show_when cho câu hỏi này (chỉ được dùng show_when: '!ex_officio').",
        ),
        "fact_untried": doubt(
            "Whether '{name}' of '{paper}' is always there cannot be tried: {what} reads too much.",
            "Read fewer answers in it, or make each of them required.",
            "Không thử hết được '{name}' của '{paper}' có luôn đủ thông tin không: {what_vi}.",
            "Hãy dùng ít câu trả lời hơn, hoặc đặt required: true cho từng câu.",
        ),
        "hours_exceed": fault(
            "The steps after acceptance take {hours} office hours on the longest way; the law gives {limit}.",
            "Shorten the hours of the steps in the trace.",
            "Các bước sau tiếp nhận cần tới {hours} giờ làm việc, pháp luật chỉ cho {limit} giờ.",
            "Hãy giảm giờ của các bước trên đường đi này.",
        ),
        "hours_doubtful": doubt(
            "The steps after acceptance take {hours} office hours on the longest way; the limit holds about {limit}.",
            "Shorten the hours of the steps in the trace.",
            "Các bước sau tiếp nhận cần tới {hours} giờ làm việc, thời hạn chỉ chứa khoảng {limit} giờ.",
            "Hãy giảm giờ của các bước trên đường đi này.",
        ),
        "wait_unasked": fault(
            "Step '{step}' waits for the applicant, who was not asked for anything.",
            "Lead here only by an outcome with act: ask_supplement.",
            "Bước '{step}' chờ công dân nhưng chưa ai yêu cầu gì.",
            "Chỉ dẫn tới đây bằng lựa chọn có act: ask_supplement.",
        ),
        "asked_without_wait": fault(
            "The applicant was asked for something, but step '{step}' does not wait for it.",
            "Let the outcome with act: ask_supplement lead to a step of kind wait.",
            "Đã yêu cầu công dân bổ sung nhưng bước '{step}' không chờ.",
            "Hãy cho lựa chọn ask_supplement dẫn tới bước loại wait.",
        ),
        "issue_undecided": fault(
            "Step '{step}' issues a document that nobody has approved or refused.",
            "Put a step with act: approve or act: refuse before it.",
            "Bước '{step}' phát hành văn bản khi chưa ai ký duyệt hay từ chối.",
            "Hãy đặt trước đó một bước có act: approve hoặc act: refuse.",
        ),
        "pay_unaccepted": fault(
            "Step '{step}' asks for a fee before the dossier was accepted.",
            "Put an outcome with act: accept on every way to it.",
            "Bước '{step}' yêu cầu nộp phí khi hồ sơ chưa được tiếp nhận.",
            "Mọi đường tới đây phải qua một lựa chọn có act: accept.",
        ),
        "pay_after_issue": fault(
            "Step '{step}' asks for a fee after the result was issued.",
            "Ask for the fee before the step of kind issue.",
            "Bước '{step}' yêu cầu nộp phí khi kết quả đã được phát hành.",
            "Hãy yêu cầu nộp phí trước bước phát hành.",
        ),
        "pay_for_ever": doubt(
            "Step '{step}' waits for the fee without end.",
            "Add lapse: with a time and the end it leads to.",
            "Bước '{step}' chờ nộp phí không có thời hạn.",
            "Hãy thêm lapse: với thời hạn và bước kết thúc.",
        ),
        "decided_before_accepted": fault(
            "Outcome '{outcome}' decides a dossier that was not accepted.",
            "Put an outcome with act: accept on every way to it.",
            "Lựa chọn '{outcome}' quyết định hồ sơ chưa được tiếp nhận.",
            "Mọi đường tới đây phải qua một lựa chọn có act: accept.",
        ),
        "asked_nobody": fault(
            "Outcome '{outcome}' asks the applicant of a dossier that the office opened itself: there is none.",
            "Let ex_officio.start lead past it, or offer the outcome only to others with when: '!ex_officio'.",
            "Lựa chọn '{outcome}' yêu cầu người nộp bổ sung, nhưng hồ sơ do cơ quan tự mở không có người nộp.",
            "Hãy cho ex_officio.start bắt đầu sau bước này, hoặc chỉ cho chọn khi when: '!ex_officio'.",
        ),
        "grant_unasked": fault(
            "The expression {text} reads the register of grants, but nobody is asked which grant is meant.",
            "Give the form, or a step, a field of kind grant.",
            "Biểu thức {text} đọc sổ giấy phép, nhưng không ô nào hỏi giấy phép nào.",
            "Hãy thêm trường loại grant vào tờ khai hoặc một bước.",
        ),
        "accepted_twice": fault(
            "Outcome '{outcome}' accepts a dossier that was accepted before.",
            "Use act: forward after the first acceptance.",
            "Lựa chọn '{outcome}' tiếp nhận hồ sơ đã được tiếp nhận.",
            "Sau lần tiếp nhận đầu, hãy dùng act: forward.",
        ),
        "refused_after_accepted": fault(
            "Outcome '{outcome}' refuses reception of a dossier that was accepted before.",
            "Use act: refuse, which is a decision with a document.",
            "Lựa chọn '{outcome}' từ chối tiếp nhận hồ sơ đã tiếp nhận.",
            "Hãy dùng act: refuse, là quyết định có văn bản.",
        ),
        "refused_goes_on": fault(
            "Outcome '{outcome}' refuses reception, yet leads on to '{target}'.",
            "Let it lead to a step of kind end.",
            "Lựa chọn '{outcome}' không tiếp nhận nhưng lại dẫn tới '{target}'.",
            "Hãy cho dẫn tới bước kết thúc.",
        ),
        "returned_before_issued": fault(
            "Outcome '{outcome}' hands over a result that was not issued.",
            "Put a step of kind issue before it.",
            "Lựa chọn '{outcome}' trả kết quả chưa được phát hành.",
            "Hãy đặt bước phát hành trước đó.",
        ),
        "end_without_answer": fault(
            "The dossier ends at '{step}' neither accepted nor refused.",
            "Let every way to an end go through act: refuse_reception or through acceptance and a decision.",
            "Hồ sơ kết thúc ở '{step}' mà chưa được tiếp nhận hay từ chối.",
            "Mọi đường tới kết thúc phải qua từ chối tiếp nhận, hoặc tiếp nhận và quyết định.",
        ),
        "end_without_document": fault(
            "An accepted dossier ends at '{step}' without a document.",
            "Issue the result, or the letter of refusal, before the end.",
            "Hồ sơ đã tiếp nhận kết thúc ở '{step}' mà không có văn bản nào.",
            "Hãy phát hành kết quả hoặc văn bản từ chối trước khi kết thúc.",
        ),
        "end_unreturned": doubt(
            "The dossier ends at '{step}' with a result that was never handed over.",
            "Add an outcome with act: return_result, or act: return_result on the end itself.",
            "Hồ sơ kết thúc ở '{step}' nhưng kết quả chưa được trả.",
            "Hãy thêm lựa chọn act: return_result, hoặc đặt act: return_result ở bước kết thúc.",
        ),
        "reason_optional": fault(
            "Outcome '{outcome}' ({act}) does not ask for a reason, which the applicant must get in writing.",
            "Add reason: required, or reason_from: with the step that gave it.",
            "Lựa chọn '{outcome}' ({act}) không đòi lý do, trong khi công dân phải được biết bằng văn bản.",
            "Hãy thêm reason: required, hoặc reason_from: bước đã ghi lý do.",
        ),
        "reason_cut": doubt(
            "The reason '{reason}' begins with a small letter: perhaps a comma cut it off the one before.",
            "Put every reason of the list between quotes.",
            "Lý do '{reason}' bắt đầu bằng chữ thường: có thể bị dấu phẩy tách khỏi lý do trước.",
            "Hãy đặt từng lý do trong dấu nháy.",
        ),
        "year_stands_still": fault(
            "No year after {year} can be answered here, and that year passes.",
            "Write this_year (or this_year + 1). A year that the law itself names stands in must:, with must_message:.",
            "Câu này không nhận năm nào sau {year}, mà năm đó rồi sẽ qua.",
            "Hãy viết this_year (hoặc this_year + 1). Năm do luật ấn định thì ghi trong must:, kèm must_message:.",
        ),
        "year_may_stand_still": doubt(
            "The year {year} stays here while time goes on.",
            "Write min: this_year (or this_year - 1) if the present year is meant; a default has no year.",
            "Năm {year} đứng yên ở đây trong khi thời gian vẫn trôi.",
            "Hãy viết min: this_year (hoặc this_year - 1) nếu muốn nói năm nay; giá trị mặc định thì không ghi năm.",
        ),
        "slip_unfit": doubt(
            "Outcome '{outcome}' ({act}) should give the applicant this slip: {slip}.",
            "Set slip: accordingly (TT 03/2025/TT-VPCP, forms 01 to 03).",
            "Lựa chọn '{outcome}' ({act}) nên kèm phiếu: {slip}.",
            "Hãy đặt slip: cho phù hợp (TT 03/2025/TT-VPCP, mẫu 01 đến 03).",
        ),
    }
)
