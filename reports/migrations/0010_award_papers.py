import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '__first__'),
        ('awards', '0007_award_rows_written_once'),
        ('campaigns', '0018_returned_rows'),
        ('reports', '0009_inspection_papers'),
        ('scoring', '0013_year_copies'),
    ]

    operations = [
        migrations.CreateModel(
            name='AwardPaper',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('document', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='of_award', to='reports.document', verbose_name='văn bản')),
                ('draft', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='papers', to='awards.decisiondraft', verbose_name='dự thảo quyết định')),
            ],
            options={
                'verbose_name': 'văn bản của dự thảo quyết định',
                'ordering': ['draft', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='BallotPaper',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ballot', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='papers', to='awards.ballot', verbose_name='cuộc bỏ phiếu')),
                ('document', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='of_ballot', to='reports.document', verbose_name='văn bản')),
            ],
            options={
                'verbose_name': 'biên bản của cuộc bỏ phiếu',
                'ordering': ['ballot', 'pk'],
            },
        ),
        migrations.RemoveConstraint(
            model_name='issueddocument',
            name='document_subject_fits_kind',
        ),
        migrations.AddField(
            model_name='issueddocument',
            name='certs',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='papers', to='awards.certificateprint'),
        ),
        migrations.AlterField(
            model_name='document',
            name='kind',
            field=models.CharField(choices=[('division', 'Quyết định chia khối'), ('plan', 'Kế hoạch'), ('registration', 'Bản đăng ký thi đua'), ('pledge', 'Giao ước thi đua'), ('invitation', 'Giấy mời'), ('unit_midyear', 'Báo cáo sơ kết của đơn vị'), ('unit_year', 'Báo cáo tổng kết của đơn vị'), ('bloc_midyear', 'Báo cáo sơ kết của khối'), ('bloc_year', 'Báo cáo tổng kết của khối'), ('score_table', 'Bảng tổng hợp điểm'), ('meeting_minutes', 'Biên bản hội nghị'), ('deliberation', 'Biên bản họp bình xét'), ('counting', 'Biên bản kiểm phiếu'), ('proposal', 'Tờ trình đề nghị khen thưởng'), ('merit_unit', 'Báo cáo thành tích của tập thể'), ('merit_person', 'Báo cáo thành tích của cá nhân'), ('result_notice', 'Thông báo kết quả'), ('reminder', 'Công văn đôn đốc'), ('award_submit', 'Tờ trình khen thưởng'), ('award_decision', 'Quyết định khen thưởng'), ('award_bonus', 'Danh sách tiền thưởng')], max_length=16, verbose_name='loại văn bản'),
        ),
        migrations.AlterField(
            model_name='issueddocument',
            name='kind',
            field=models.CharField(choices=[('plan', 'Kế hoạch'), ('sheet', 'Phiếu tự chấm điểm'), ('ranking', 'Bảng xếp hạng'), ('matrix', 'Bảng điểm theo tiêu chí'), ('receipt', 'Biên nhận'), ('minutes', 'Biên bản kiểm tra'), ('certs', 'Bằng, giấy chứng nhận'), ('document', 'Văn bản')], max_length=8, verbose_name='loại'),
        ),
        migrations.AlterField(
            model_name='job',
            name='kind',
            field=models.CharField(choices=[('plan', 'Kế hoạch'), ('sheet', 'Phiếu tự chấm điểm'), ('ranking', 'Bảng xếp hạng'), ('matrix', 'Bảng điểm theo tiêu chí'), ('receipt', 'Biên nhận'), ('minutes', 'Biên bản kiểm tra'), ('certs', 'Bằng, giấy chứng nhận'), ('document', 'Văn bản')], max_length=8, verbose_name='loại'),
        ),
        migrations.AlterField(
            model_name='officetemplate',
            name='kind',
            field=models.CharField(choices=[('division', 'Quyết định chia khối'), ('plan', 'Kế hoạch'), ('registration', 'Bản đăng ký thi đua'), ('pledge', 'Giao ước thi đua'), ('invitation', 'Giấy mời'), ('unit_midyear', 'Báo cáo sơ kết của đơn vị'), ('unit_year', 'Báo cáo tổng kết của đơn vị'), ('bloc_midyear', 'Báo cáo sơ kết của khối'), ('bloc_year', 'Báo cáo tổng kết của khối'), ('score_table', 'Bảng tổng hợp điểm'), ('meeting_minutes', 'Biên bản hội nghị'), ('deliberation', 'Biên bản họp bình xét'), ('counting', 'Biên bản kiểm phiếu'), ('proposal', 'Tờ trình đề nghị khen thưởng'), ('merit_unit', 'Báo cáo thành tích của tập thể'), ('merit_person', 'Báo cáo thành tích của cá nhân'), ('result_notice', 'Thông báo kết quả'), ('reminder', 'Công văn đôn đốc'), ('award_submit', 'Tờ trình khen thưởng'), ('award_decision', 'Quyết định khen thưởng'), ('award_bonus', 'Danh sách tiền thưởng')], max_length=16, verbose_name='dùng cho'),
        ),
        migrations.AddConstraint(
            model_name='issueddocument',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('certs__isnull', True), ('document__isnull', True), ('kind', 'plan'), ('minutes__isnull', True), ('plan__isnull', False), ('ranking__isnull', True), ('receipt__isnull', True), ('sheet__isnull', True)), models.Q(('certs__isnull', True), ('document__isnull', True), ('kind', 'sheet'), ('minutes__isnull', True), ('plan__isnull', True), ('ranking__isnull', True), ('receipt__isnull', True), ('sheet__isnull', False)), models.Q(('certs__isnull', True), ('document__isnull', True), ('kind__in', ['ranking', 'matrix']), ('minutes__isnull', True), ('plan__isnull', True), ('ranking__isnull', False), ('receipt__isnull', True), ('sheet__isnull', True)), models.Q(('certs__isnull', True), ('document__isnull', True), ('kind', 'receipt'), ('minutes__isnull', True), ('plan__isnull', True), ('ranking__isnull', True), ('receipt__isnull', False), ('sheet__isnull', True)), models.Q(('certs__isnull', True), ('document__isnull', True), ('kind', 'minutes'), ('minutes__isnull', False), ('plan__isnull', True), ('ranking__isnull', True), ('receipt__isnull', True), ('sheet__isnull', True)), models.Q(('certs__isnull', False), ('document__isnull', True), ('kind', 'certs'), ('minutes__isnull', True), ('plan__isnull', True), ('ranking__isnull', True), ('receipt__isnull', True), ('sheet__isnull', True)), models.Q(('certs__isnull', True), ('document__isnull', False), ('kind', 'document'), ('minutes__isnull', True), ('plan__isnull', True), ('ranking__isnull', True), ('receipt__isnull', True), ('sheet__isnull', True)), _connector='OR'), name='document_subject_fits_kind', violation_error_message='Văn bản phải gắn với đúng một nội dung.'),
        ),
    ]
