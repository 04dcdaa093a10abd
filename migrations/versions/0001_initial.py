"""initial"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = '0001'
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('absence_kind',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('letter', sa.String(length=3), nullable=False),
    sa.Column('title', sa.String(length=80), nullable=False),
    sa.Column('words', sa.String(length=80), nullable=False),
    sa.Column('excused', sa.Boolean(), server_default=sa.false(), nullable=False),
    sa.Column('counts_hours', sa.Boolean(), server_default=sa.true(), nullable=False),
    sa.Column('is_late', sa.Boolean(), server_default=sa.false(), nullable=False),
    sa.Column('position', sa.SmallInteger(), nullable=False),
    sa.Column('row_version', sa.Integer(), server_default='1', nullable=False),
    sa.CheckConstraint("letter <> ''", name=op.f('ck_absence_kind_letter')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_absence_kind')),
    sa.UniqueConstraint('letter', name=op.f('uq_absence_kind_letter'))
    )
    op.create_table('academic_year',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('year', sa.SmallInteger(), nullable=False),
    sa.Column('starts', sa.Date(), nullable=False),
    sa.Column('ends', sa.Date(), nullable=False),
    sa.Column('archived_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('row_version', sa.Integer(), server_default='1', nullable=False),
    sa.CheckConstraint('starts < ends', name=op.f('ck_academic_year_dates')),
    sa.CheckConstraint('year BETWEEN 1990 AND 2200', name=op.f('ck_academic_year_year')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_academic_year')),
    sa.UniqueConstraint('year', name=op.f('uq_academic_year_year'))
    )
    op.create_table('audit_head',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('year', sa.SmallInteger(), nullable=False),
    sa.Column('chain', sa.String(length=40), nullable=False),
    sa.Column('seq', sa.Integer(), nullable=False),
    sa.Column('hash', sa.String(length=64), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_audit_head')),
    sa.UniqueConstraint('year', 'chain', name=op.f('uq_audit_head_year_chain'))
    )
    op.create_table('audit_record',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('year', sa.SmallInteger(), nullable=False),
    sa.Column('chain', sa.String(length=40), nullable=False),
    sa.Column('seq', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('actor_id', sa.Integer(), nullable=True),
    sa.Column('source', sa.String(length=24), nullable=False),
    sa.Column('action', sa.String(length=32), nullable=False),
    sa.Column('entity', sa.String(length=40), nullable=False),
    sa.Column('entity_id', sa.Integer(), nullable=True),
    sa.Column('journal_id', sa.Integer(), nullable=True),
    sa.Column('group_id', sa.Integer(), nullable=True),
    sa.Column('student_id', sa.Integer(), nullable=True),
    sa.Column('before', sa.JSON().with_variant(JSONB(), 'postgresql'), nullable=False),
    sa.Column('after', sa.JSON().with_variant(JSONB(), 'postgresql'), nullable=False),
    sa.Column('reason', sa.String(length=500), nullable=True),
    sa.Column('address', sa.String(length=64), nullable=True),
    sa.Column('previous_hash', sa.String(length=64), nullable=False),
    sa.Column('hash', sa.String(length=64), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_audit_record')),
    sa.UniqueConstraint('year', 'chain', 'seq', name=op.f('uq_audit_record_year_chain_seq'))
    )
    with op.batch_alter_table('audit_record', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_audit_record_actor_id'), ['actor_id'], unique=False)
        batch_op.create_index('ix_audit_record_at', ['at'], unique=False)
        batch_op.create_index('ix_audit_record_entity', ['entity', 'entity_id'], unique=False)
        batch_op.create_index('ix_audit_record_journal', ['journal_id', 'at'], unique=False)
        batch_op.create_index('ix_audit_record_student', ['student_id', 'id'], unique=False)

    op.create_table('bell_schedule',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('title', sa.String(length=80), nullable=False),
    sa.Column('is_default', sa.Boolean(), server_default=sa.false(), nullable=False),
    sa.Column('row_version', sa.Integer(), server_default='1', nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_bell_schedule')),
    sa.UniqueConstraint('title', name=op.f('uq_bell_schedule_title'))
    )
    op.create_table('check_setting',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('code', sa.String(length=60), nullable=False),
    sa.Column('enabled', sa.Boolean(), server_default=sa.true(), nullable=False),
    sa.Column('threshold', sa.Numeric(precision=10, scale=2), nullable=True),
    sa.Column('row_version', sa.Integer(), server_default='1', nullable=False),
    sa.CheckConstraint("code <> ''", name=op.f('ck_check_setting_code')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_check_setting')),
    sa.UniqueConstraint('code', name=op.f('uq_check_setting_code'))
    )
    op.create_table('college',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('title', sa.String(length=300), nullable=False),
    sa.Column('short_title', sa.String(length=120), nullable=False),
    sa.Column('founder', sa.String(length=300), nullable=True),
    sa.Column('address', sa.String(length=300), nullable=True),
    sa.Column('phone', sa.String(length=40), nullable=True),
    sa.Column('email', sa.String(length=120), nullable=True),
    sa.Column('city', sa.String(length=80), nullable=True),
    sa.Column('director_name', sa.String(length=120), nullable=True),
    sa.Column('deputy_name', sa.String(length=120), nullable=True),
    sa.Column('row_version', sa.Integer(), server_default='1', nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_college'))
    )
    op.create_table('enterprise',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=250), nullable=False),
    sa.Column('search_key', sa.String(length=250), nullable=False),
    sa.Column('address', sa.String(length=250), nullable=True),
    sa.Column('contact', sa.String(length=120), nullable=True),
    sa.Column('phone', sa.String(length=20), nullable=True),
    sa.Column('contract_number', sa.String(length=40), nullable=True),
    sa.Column('contract_date', sa.Date(), nullable=True),
    sa.Column('closed_on', sa.Date(), nullable=True),
    sa.Column('row_version', sa.Integer(), server_default='1', nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_enterprise')),
    sa.UniqueConstraint('name', name=op.f('uq_enterprise_name'))
    )
    op.create_table('file_content',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('content', sa.LargeBinary(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_file_content')),
    sa.UniqueConstraint('sha256', name=op.f('uq_file_content_sha256'))
    )
    op.create_table('holiday',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('starts', sa.Date(), nullable=False),
    sa.Column('ends', sa.Date(), nullable=False),
    sa.Column('kind', sa.String(length=32), nullable=False),
    sa.Column('title', sa.String(length=120), nullable=False),
    sa.Column('row_version', sa.Integer(), server_default='1', nullable=False),
    sa.CheckConstraint('starts <= ends', name=op.f('ck_holiday_dates')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_holiday'))
    )
    with op.batch_alter_table('holiday', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_holiday_starts'), ['starts'], unique=False)

    op.create_table('job_run',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=60), nullable=False),
    sa.Column('started_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('finished_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('succeeded_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('ok', sa.Boolean(), server_default=sa.true(), nullable=False),
    sa.Column('message', sa.String(length=500), nullable=True),
    sa.Column('details', sa.JSON().with_variant(JSONB(), 'postgresql'), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_job_run')),
    sa.UniqueConstraint('name', name=op.f('uq_job_run_name'))
    )
    op.create_table('norm_value',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('code', sa.String(length=60), nullable=False),
    sa.Column('value', sa.Numeric(precision=10, scale=2), nullable=False),
    sa.Column('valid_from', sa.Date(), nullable=False),
    sa.Column('basis', sa.String(length=250), nullable=True),
    sa.Column('row_version', sa.Integer(), server_default='1', nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_norm_value')),
    sa.UniqueConstraint('code', 'valid_from', name=op.f('uq_norm_value_code_valid_from'))
    )
    op.create_table('person_key',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('entity', sa.String(length=40), nullable=False),
    sa.Column('entity_id', sa.Integer(), nullable=False),
    sa.Column('key', sa.String(length=64), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_person_key')),
    sa.UniqueConstraint('entity', 'entity_id', name=op.f('uq_person_key_entity_entity_id'))
    )
    op.create_table('public_document',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('position', sa.SmallInteger(), nullable=False),
    sa.Column('title', sa.String(length=300), nullable=False),
    sa.Column('number', sa.String(length=60), nullable=True),
    sa.Column('date', sa.Date(), nullable=True),
    sa.Column('url', sa.String(length=300), nullable=True),
    sa.Column('text', sa.Text(), nullable=True),
    sa.Column('row_version', sa.Integer(), server_default='1', nullable=False),
    sa.CheckConstraint('url IS NOT NULL OR text IS NOT NULL', name=op.f('ck_public_document_content')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_public_document'))
    )
    op.create_table('speciality',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('code', sa.String(length=16), nullable=False),
    sa.Column('title', sa.String(length=250), nullable=False),
    sa.Column('qualification', sa.String(length=250), nullable=True),
    sa.Column('level', sa.String(length=32), nullable=False),
    sa.Column('row_version', sa.Integer(), server_default='1', nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_speciality')),
    sa.UniqueConstraint('code', name=op.f('uq_speciality_code'))
    )
    op.create_table('throttle',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('key', sa.String(length=120), nullable=False),
    sa.Column('failures', sa.Integer(), nullable=False),
    sa.Column('window_started_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('blocked_until', sa.DateTime(timezone=True), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_throttle')),
    sa.UniqueConstraint('key', name=op.f('uq_throttle_key'))
    )
    op.create_table('user',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('last_name', sa.String(length=80), nullable=False),
    sa.Column('first_name', sa.String(length=80), nullable=False),
    sa.Column('patronymic', sa.String(length=80), nullable=True),
    sa.Column('login', sa.String(length=64), nullable=False),
    sa.Column('password_hash', sa.String(length=200), nullable=True),
    sa.Column('must_change_password', sa.Boolean(), server_default=sa.true(), nullable=False),
    sa.Column('password_expires_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('position', sa.String(length=120), nullable=True),
    sa.Column('email', sa.String(length=120), nullable=True),
    sa.Column('phone', sa.String(length=20), nullable=True),
    sa.Column('blocked_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('block_reason', sa.String(length=200), nullable=True),
    sa.Column('last_sign_in_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('seen_audit_id', sa.BigInteger(), server_default='0', nullable=False),
    sa.Column('seen_digest_id', sa.BigInteger(), server_default='0', nullable=False),
    sa.Column('digest_at', sa.Time(), nullable=True),
    sa.Column('quiet_from', sa.Time(), nullable=True),
    sa.Column('quiet_until', sa.Time(), nullable=True),
    sa.Column('sort_key', sa.String(length=250).with_variant(sa.String(length=250, collation='C'), 'postgresql'), nullable=False),
    sa.Column('search_key', sa.String(length=250), nullable=False),
    sa.Column('row_version', sa.Integer(), server_default='1', nullable=False),
    sa.CheckConstraint("login <> ''", name=op.f('ck_user_login')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_user')),
    sa.UniqueConstraint('login', name=op.f('uq_user_login'))
    )
    with op.batch_alter_table('user', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_user_sort_key'), ['sort_key'], unique=False)

    op.create_table('acknowledgement',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('user_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=32), nullable=False),
    sa.Column('subject_id', sa.Integer(), nullable=False),
    sa.Column('week', sa.Date(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['user_id'], ['user.id'], name=op.f('fk_acknowledgement_user_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_acknowledgement')),
    sa.UniqueConstraint('user_id', 'kind', 'subject_id', 'week', name=op.f('uq_acknowledgement_user_id_kind_subject_id_week'))
    )
    with op.batch_alter_table('acknowledgement', schema=None) as batch_op:
        batch_op.create_index('ix_acknowledgement_subject', ['kind', 'subject_id'], unique=False)

    op.create_table('bell_slot',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('schedule_id', sa.Integer(), nullable=False),
    sa.Column('pair', sa.SmallInteger(), nullable=False),
    sa.Column('starts', sa.Time(), nullable=False),
    sa.Column('ends', sa.Time(), nullable=False),
    sa.Column('row_version', sa.Integer(), server_default='1', nullable=False),
    sa.CheckConstraint('pair BETWEEN 0 AND 9', name=op.f('ck_bell_slot_pair')),
    sa.CheckConstraint('starts < ends', name=op.f('ck_bell_slot_times')),
    sa.ForeignKeyConstraint(['schedule_id'], ['bell_schedule.id'], name=op.f('fk_bell_slot_schedule_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_bell_slot')),
    sa.UniqueConstraint('schedule_id', 'pair', name=op.f('uq_bell_slot_schedule_id_pair'))
    )
    with op.batch_alter_table('bell_slot', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_bell_slot_schedule_id'), ['schedule_id'], unique=False)

    op.create_table('closing',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('scope', sa.String(length=32), nullable=False),
    sa.Column('starts', sa.Date(), nullable=False),
    sa.Column('ends', sa.Date(), nullable=False),
    sa.Column('closed_by_id', sa.Integer(), nullable=False),
    sa.Column('closed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('row_version', sa.Integer(), server_default='1', nullable=False),
    sa.CheckConstraint('starts <= ends', name=op.f('ck_closing_dates')),
    sa.ForeignKeyConstraint(['closed_by_id'], ['user.id'], name=op.f('fk_closing_closed_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_closing')),
    sa.UniqueConstraint('scope', 'starts', name=op.f('uq_closing_scope_starts'))
    )
    with op.batch_alter_table('closing', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_closing_closed_by_id'), ['closed_by_id'], unique=False)

    op.create_table('curriculum',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('speciality_id', sa.Integer(), nullable=False),
    sa.Column('admission_year', sa.SmallInteger(), nullable=False),
    sa.Column('base_education', sa.String(length=32), nullable=False),
    sa.Column('study_form', sa.String(length=32), nullable=False),
    sa.Column('version', sa.SmallInteger(), nullable=False),
    sa.Column('title', sa.String(length=250), nullable=False),
    sa.Column('qualification', sa.String(length=250), nullable=True),
    sa.Column('duration_months', sa.SmallInteger(), nullable=True),
    sa.Column('standard', sa.String(length=120), nullable=True),
    sa.Column('source_file', sa.String(length=250), nullable=True),
    sa.Column('closed_on', sa.Date(), nullable=True),
    sa.Column('row_version', sa.Integer(), server_default='1', nullable=False),
    sa.CheckConstraint('version >= 1', name=op.f('ck_curriculum_version')),
    sa.ForeignKeyConstraint(['speciality_id'], ['speciality.id'], name=op.f('fk_curriculum_speciality_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_curriculum')),
    sa.UniqueConstraint('speciality_id', 'admission_year', 'base_education', 'study_form', 'version', name='uq_curriculum_edition')
    )
    op.create_table('guardian',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('last_name', sa.String(length=80), nullable=False),
    sa.Column('first_name', sa.String(length=80), nullable=False),
    sa.Column('patronymic', sa.String(length=80), nullable=True),
    sa.Column('phone', sa.String(length=20), nullable=True),
    sa.Column('email', sa.String(length=120), nullable=True),
    sa.Column('address', sa.String(length=250), nullable=True),
    sa.Column('user_id', sa.Integer(), nullable=True),
    sa.Column('sort_key', sa.String(length=250).with_variant(sa.String(length=250, collation='C'), 'postgresql'), nullable=False),
    sa.Column('search_key', sa.String(length=250), nullable=False),
    sa.Column('row_version', sa.Integer(), server_default='1', nullable=False),
    sa.ForeignKeyConstraint(['user_id'], ['user.id'], name=op.f('fk_guardian_user_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_guardian')),
    sa.UniqueConstraint('user_id', name=op.f('uq_guardian_user_id'))
    )
    with op.batch_alter_table('guardian', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_guardian_sort_key'), ['sort_key'], unique=False)

    op.create_table('idempotency_key',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('user_id', sa.Integer(), nullable=False),
    sa.Column('key', sa.String(length=64), nullable=False),
    sa.Column('body_hash', sa.String(length=64), nullable=False),
    sa.Column('answer', sa.JSON().with_variant(JSONB(), 'postgresql'), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['user_id'], ['user.id'], name=op.f('fk_idempotency_key_user_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_idempotency_key')),
    sa.UniqueConstraint('user_id', 'key', name=op.f('uq_idempotency_key_user_id_key'))
    )
    with op.batch_alter_table('idempotency_key', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_idempotency_key_created_at'), ['created_at'], unique=False)

    op.create_table('import_batch',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=32), nullable=False),
    sa.Column('file_name', sa.String(length=250), nullable=False),
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('user_id', sa.Integer(), nullable=True),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('created', sa.Integer(), nullable=False),
    sa.Column('changed', sa.Integer(), nullable=False),
    sa.Column('same', sa.Integer(), nullable=False),
    sa.Column('report', sa.JSON().with_variant(JSONB(), 'postgresql'), nullable=False),
    sa.ForeignKeyConstraint(['user_id'], ['user.id'], name=op.f('fk_import_batch_user_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_import_batch'))
    )
    with op.batch_alter_table('import_batch', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_import_batch_user_id'), ['user_id'], unique=False)

    op.create_table('inspection',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('number', sa.String(length=24), nullable=False),
    sa.Column('kind', sa.String(length=32), nullable=False),
    sa.Column('date', sa.Date(), nullable=False),
    sa.Column('inspector_id', sa.Integer(), nullable=False),
    sa.Column('subject', sa.String(length=250), nullable=False),
    sa.Column('conclusion', sa.String(length=4000), nullable=True),
    sa.Column('due_on', sa.Date(), nullable=True),
    sa.Column('row_version', sa.Integer(), server_default='1', nullable=False),
    sa.ForeignKeyConstraint(['inspector_id'], ['user.id'], name=op.f('fk_inspection_inspector_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_inspection')),
    sa.UniqueConstraint('number', name=op.f('uq_inspection_number'))
    )
    with op.batch_alter_table('inspection', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_inspection_inspector_id'), ['inspector_id'], unique=False)

    op.create_table('module',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('speciality_id', sa.Integer(), nullable=False),
    sa.Column('index', sa.String(length=24), nullable=False),
    sa.Column('title', sa.String(length=250), nullable=False),
    sa.Column('search_key', sa.String(length=250), nullable=False),
    sa.Column('row_version', sa.Integer(), server_default='1', nullable=False),
    sa.ForeignKeyConstraint(['speciality_id'], ['speciality.id'], name=op.f('fk_module_speciality_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_module')),
    sa.UniqueConstraint('speciality_id', 'index', 'title', name=op.f('uq_module_speciality_id_index_title'))
    )
    op.create_table('notification_setting',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('user_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=32), nullable=False),
    sa.Column('channel', sa.String(length=32), nullable=False),
    sa.Column('enabled', sa.Boolean(), server_default=sa.true(), nullable=False),
    sa.Column('row_version', sa.Integer(), server_default='1', nullable=False),
    sa.ForeignKeyConstraint(['user_id'], ['user.id'], name=op.f('fk_notification_setting_user_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_notification_setting')),
    sa.UniqueConstraint('user_id', 'kind', 'channel', name=op.f('uq_notification_setting_user_id_kind_channel'))
    )
    op.create_table('plan_event',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('position', sa.SmallInteger(), nullable=False),
    sa.Column('title', sa.String(length=500), nullable=False),
    sa.Column('period', sa.String(length=80), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=True),
    sa.Column('responsible', sa.String(length=200), nullable=False),
    sa.Column('responsible_id', sa.Integer(), nullable=True),
    sa.Column('topic', sa.String(length=500), nullable=True),
    sa.Column('attendees', sa.String(length=1000), nullable=True),
    sa.Column('material', sa.String(length=1000), nullable=True),
    sa.Column('state', sa.String(length=32), nullable=False),
    sa.Column('is_public', sa.Boolean(), server_default=sa.true(), nullable=False),
    sa.Column('row_version', sa.Integer(), server_default='1', nullable=False),
    sa.ForeignKeyConstraint(['responsible_id'], ['user.id'], name=op.f('fk_plan_event_responsible_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_plan_event'))
    )
    with op.batch_alter_table('plan_event', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_plan_event_responsible_id'), ['responsible_id'], unique=False)

    op.create_table('saved_filter',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('user_id', sa.Integer(), nullable=False),
    sa.Column('entity', sa.String(length=64), nullable=False),
    sa.Column('name', sa.String(length=80), nullable=False),
    sa.Column('query', sa.String(length=2000), nullable=False),
    sa.Column('row_version', sa.Integer(), server_default='1', nullable=False),
    sa.ForeignKeyConstraint(['user_id'], ['user.id'], name=op.f('fk_saved_filter_user_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_saved_filter')),
    sa.UniqueConstraint('user_id', 'entity', 'name', name=op.f('uq_saved_filter_user_id_entity_name'))
    )
    op.create_table('saved_report',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('user_id', sa.Integer(), nullable=False),
    sa.Column('report', sa.String(length=32), nullable=False),
    sa.Column('title', sa.String(length=200), nullable=False),
    sa.Column('choices', sa.JSON().with_variant(JSONB(), 'postgresql'), nullable=False),
    sa.Column('period', sa.String(length=24), nullable=True),
    sa.Column('repeats', sa.String(length=32), nullable=True),
    sa.Column('next_on', sa.Date(), nullable=True),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('sha256', sa.String(length=64), nullable=True),
    sa.Column('row_version', sa.Integer(), server_default='1', nullable=False),
    sa.CheckConstraint('(repeats IS NULL) <> (sha256 IS NULL)', name=op.f('ck_saved_report_kind')),
    sa.CheckConstraint('(sha256 IS NULL) = (made_at IS NULL)', name=op.f('ck_saved_report_made')),
    sa.ForeignKeyConstraint(['user_id'], ['user.id'], name=op.f('fk_saved_report_user_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_saved_report'))
    )
    with op.batch_alter_table('saved_report', schema=None) as batch_op:
        batch_op.create_index('ix_saved_report_due', ['next_on'], unique=False)
        batch_op.create_index(batch_op.f('ix_saved_report_user_id'), ['user_id'], unique=False)

    op.create_table('semester',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('academic_year_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.SmallInteger(), nullable=False),
    sa.Column('starts', sa.Date(), nullable=False),
    sa.Column('ends', sa.Date(), nullable=False),
    sa.Column('row_version', sa.Integer(), server_default='1', nullable=False),
    sa.CheckConstraint('number IN (1, 2)', name=op.f('ck_semester_number')),
    sa.CheckConstraint('starts < ends', name=op.f('ck_semester_dates')),
    sa.ForeignKeyConstraint(['academic_year_id'], ['academic_year.id'], name=op.f('fk_semester_academic_year_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_semester')),
    sa.UniqueConstraint('academic_year_id', 'number', name=op.f('uq_semester_academic_year_id_number'))
    )
    with op.batch_alter_table('semester', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_semester_academic_year_id'), ['academic_year_id'], unique=False)

    op.create_table('student',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('last_name', sa.String(length=80), nullable=False),
    sa.Column('first_name', sa.String(length=80), nullable=False),
    sa.Column('patronymic', sa.String(length=80), nullable=True),
    sa.Column('file_number', sa.String(length=24), nullable=True),
    sa.Column('birth_date', sa.Date(), nullable=True),
    sa.Column('gender', sa.String(length=32), nullable=True),
    sa.Column('phone', sa.String(length=20), nullable=True),
    sa.Column('email', sa.String(length=120), nullable=True),
    sa.Column('address', sa.String(length=250), nullable=True),
    sa.Column('medical_group', sa.String(length=32), server_default='main', nullable=False),
    sa.Column('user_id', sa.Integer(), nullable=True),
    sa.Column('sort_key', sa.String(length=250).with_variant(sa.String(length=250, collation='C'), 'postgresql'), nullable=False),
    sa.Column('search_key', sa.String(length=250), nullable=False),
    sa.Column('row_version', sa.Integer(), server_default='1', nullable=False),
    sa.ForeignKeyConstraint(['user_id'], ['user.id'], name=op.f('fk_student_user_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_student')),
    sa.UniqueConstraint('file_number', name=op.f('uq_student_file_number')),
    sa.UniqueConstraint('user_id', name=op.f('uq_student_user_id'))
    )
    with op.batch_alter_table('student', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_student_sort_key'), ['sort_key'], unique=False)

    op.create_table('support_request',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('author_id', sa.Integer(), nullable=False),
    sa.Column('author_role', sa.String(length=32), nullable=False),
    sa.Column('category', sa.String(length=32), nullable=False),
    sa.Column('page', sa.String(length=200), nullable=True),
    sa.Column('text', sa.String(length=4000), nullable=False),
    sa.Column('state', sa.String(length=32), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('answer', sa.String(length=4000), nullable=True),
    sa.Column('answered_by_id', sa.Integer(), nullable=True),
    sa.Column('answered_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('row_version', sa.Integer(), server_default='1', nullable=False),
    sa.CheckConstraint("text <> ''", name=op.f('ck_support_request_text')),
    sa.ForeignKeyConstraint(['answered_by_id'], ['user.id'], name=op.f('fk_support_request_answered_by_id')),
    sa.ForeignKeyConstraint(['author_id'], ['user.id'], name=op.f('fk_support_request_author_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_support_request'))
    )
    with op.batch_alter_table('support_request', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_support_request_answered_by_id'), ['answered_by_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_support_request_author_id'), ['author_id'], unique=False)

    op.create_table('user_role',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('user_id', sa.Integer(), nullable=False),
    sa.Column('role', sa.String(length=32), nullable=False),
    sa.Column('row_version', sa.Integer(), server_default='1', nullable=False),
    sa.ForeignKeyConstraint(['user_id'], ['user.id'], name=op.f('fk_user_role_user_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_user_role')),
    sa.UniqueConstraint('user_id', 'role', name=op.f('uq_user_role_user_id_role'))
    )
    with op.batch_alter_table('user_role', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_user_role_user_id'), ['user_id'], unique=False)

    op.create_table('user_session',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('token_hash', sa.String(length=64), nullable=False),
    sa.Column('user_id', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('last_seen_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('confirmed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('address', sa.String(length=64), nullable=True),
    sa.Column('agent', sa.String(length=300), nullable=True),
    sa.Column('seen_audit_id', sa.BigInteger(), server_default='0', nullable=False),
    sa.ForeignKeyConstraint(['user_id'], ['user.id'], name=op.f('fk_user_session_user_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_user_session')),
    sa.UniqueConstraint('token_hash', name=op.f('uq_user_session_token_hash'))
    )
    with op.batch_alter_table('user_session', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_user_session_user_id'), ['user_id'], unique=False)

    op.create_table('visit',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('user_id', sa.Integer(), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.ForeignKeyConstraint(['user_id'], ['user.id'], name=op.f('fk_visit_user_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_visit')),
    sa.UniqueConstraint('user_id', 'day', name=op.f('uq_visit_user_id_day'))
    )
    with op.batch_alter_table('visit', schema=None) as batch_op:
        batch_op.create_index('ix_visit_day', ['day'], unique=False)

    op.create_table('activation',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('phone', sa.String(length=20), nullable=False),
    sa.Column('nonce', sa.String(length=64), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('looked_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('attempts', sa.SmallInteger(), nullable=False),
    sa.Column('used_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('guardian_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['guardian_id'], ['guardian.id'], name=op.f('fk_activation_guardian_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_activation'))
    )
    with op.batch_alter_table('activation', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_activation_guardian_id'), ['guardian_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_activation_looked_at'), ['looked_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_activation_phone'), ['phone'], unique=False)

    op.create_table('change_request',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('student_id', sa.Integer(), nullable=False),
    sa.Column('guardian_id', sa.Integer(), nullable=True),
    sa.Column('field', sa.String(length=40), nullable=False),
    sa.Column('old_value', sa.String(length=250), nullable=True),
    sa.Column('new_value', sa.String(length=250), nullable=True),
    sa.Column('comment', sa.String(length=500), nullable=True),
    sa.Column('state', sa.String(length=32), nullable=False),
    sa.Column('author_id', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('reply', sa.String(length=500), nullable=True),
    sa.Column('decided_by_id', sa.Integer(), nullable=True),
    sa.Column('decided_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('row_version', sa.Integer(), server_default='1', nullable=False),
    sa.ForeignKeyConstraint(['author_id'], ['user.id'], name=op.f('fk_change_request_author_id')),
    sa.ForeignKeyConstraint(['decided_by_id'], ['user.id'], name=op.f('fk_change_request_decided_by_id')),
    sa.ForeignKeyConstraint(['guardian_id'], ['guardian.id'], name=op.f('fk_change_request_guardian_id')),
    sa.ForeignKeyConstraint(['student_id'], ['student.id'], name=op.f('fk_change_request_student_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_change_request'))
    )
    with op.batch_alter_table('change_request', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_change_request_author_id'), ['author_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_change_request_decided_by_id'), ['decided_by_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_change_request_guardian_id'), ['guardian_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_change_request_student_id'), ['student_id'], unique=False)

    op.create_table('competence',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('curriculum_id', sa.Integer(), nullable=False),
    sa.Column('code', sa.String(length=16), nullable=False),
    sa.Column('title', sa.String(length=1000), nullable=False),
    sa.Column('row_version', sa.Integer(), server_default='1', nullable=False),
    sa.ForeignKeyConstraint(['curriculum_id'], ['curriculum.id'], name=op.f('fk_competence_curriculum_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_competence')),
    sa.UniqueConstraint('curriculum_id', 'code', name=op.f('uq_competence_curriculum_id_code'))
    )
    op.create_table('consent',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('student_id', sa.Integer(), nullable=False),
    sa.Column('guardian_id', sa.Integer(), nullable=True),
    sa.Column('kind', sa.String(length=32), nullable=False),
    sa.Column('given_on', sa.Date(), nullable=False),
    sa.Column('basis', sa.String(length=250), nullable=False),
    sa.Column('revoked_on', sa.Date(), nullable=True),
    sa.Column('row_version', sa.Integer(), server_default='1', nullable=False),
    sa.CheckConstraint('revoked_on IS NULL OR given_on <= revoked_on', name=op.f('ck_consent_dates')),
    sa.ForeignKeyConstraint(['guardian_id'], ['guardian.id'], name=op.f('fk_consent_guardian_id')),
    sa.ForeignKeyConstraint(['student_id'], ['student.id'], name=op.f('fk_consent_student_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_consent'))
    )
    with op.batch_alter_table('consent', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_consent_guardian_id'), ['guardian_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_consent_student_id'), ['student_id'], unique=False)

    op.create_table('discipline',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('title', sa.String(length=250), nullable=False),
    sa.Column('short_title', sa.String(length=60), nullable=True),
    sa.Column('module_id', sa.Integer(), nullable=True),
    sa.Column('search_key', sa.String(length=250), nullable=False),
    sa.Column('physical_education', sa.Boolean(), server_default=sa.false(), nullable=False),
    sa.Column('closed_on', sa.Date(), nullable=True),
    sa.Column('row_version', sa.Integer(), server_default='1', nullable=False),
    sa.ForeignKeyConstraint(['module_id'], ['module.id'], name=op.f('fk_discipline_module_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_discipline'))
    )
    with op.batch_alter_table('discipline', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_discipline_module_id'), ['module_id'], unique=False)
        batch_op.create_index('uq_discipline_general_title', ['title'], unique=True, sqlite_where=sa.text('module_id IS NULL'), postgresql_where=sa.text('module_id IS NULL'))
        batch_op.create_index('uq_discipline_module_title', ['module_id', 'title'], unique=True, sqlite_where=sa.text('module_id IS NOT NULL'), postgresql_where=sa.text('module_id IS NOT NULL'))

    op.create_table('excuse_note',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('student_id', sa.Integer(), nullable=False),
    sa.Column('kind_id', sa.Integer(), nullable=False),
    sa.Column('starts', sa.Date(), nullable=False),
    sa.Column('ends', sa.Date(), nullable=False),
    sa.Column('document', sa.String(length=120), nullable=True),
    sa.Column('entered_by_id', sa.Integer(), nullable=False),
    sa.Column('entered_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('row_version', sa.Integer(), server_default='1', nullable=False),
    sa.CheckConstraint('starts <= ends', name=op.f('ck_excuse_note_dates')),
    sa.ForeignKeyConstraint(['entered_by_id'], ['user.id'], name=op.f('fk_excuse_note_entered_by_id')),
    sa.ForeignKeyConstraint(['kind_id'], ['absence_kind.id'], name=op.f('fk_excuse_note_kind_id')),
    sa.ForeignKeyConstraint(['student_id'], ['student.id'], name=op.f('fk_excuse_note_student_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_excuse_note'))
    )
    with op.batch_alter_table('excuse_note', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_excuse_note_kind_id'), ['kind_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_excuse_note_student_id'), ['student_id'], unique=False)

    op.create_table('group',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=24), nullable=False),
    sa.Column('search_key', sa.String(length=24), nullable=False),
    sa.Column('speciality_id', sa.Integer(), nullable=False),
    sa.Column('curriculum_id', sa.Integer(), nullable=True),
    sa.Column('admission_year', sa.SmallInteger(), nullable=False),
    sa.Column('first_course', sa.SmallInteger(), server_default='1', nullable=False),
    sa.Column('study_form', sa.String(length=32), nullable=False),
    sa.Column('closed_on', sa.Date(), nullable=True),
    sa.Column('row_version', sa.Integer(), server_default='1', nullable=False),
    sa.CheckConstraint('first_course BETWEEN 1 AND 6', name=op.f('ck_group_first_course')),
    sa.ForeignKeyConstraint(['curriculum_id'], ['curriculum.id'], name=op.f('fk_group_curriculum_id')),
    sa.ForeignKeyConstraint(['speciality_id'], ['speciality.id'], name=op.f('fk_group_speciality_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_group')),
    sa.UniqueConstraint('name', 'admission_year', name=op.f('uq_group_name_admission_year'))
    )
    with op.batch_alter_table('group', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_group_curriculum_id'), ['curriculum_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_group_speciality_id'), ['speciality_id'], unique=False)

    op.create_table('guardianship',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('student_id', sa.Integer(), nullable=False),
    sa.Column('guardian_id', sa.Integer(), nullable=False),
    sa.Column('relation', sa.String(length=32), nullable=False),
    sa.Column('is_primary', sa.Boolean(), server_default=sa.false(), nullable=False),
    sa.Column('starts', sa.Date(), nullable=True),
    sa.Column('ends', sa.Date(), nullable=True),
    sa.Column('row_version', sa.Integer(), server_default='1', nullable=False),
    sa.CheckConstraint('ends IS NULL OR starts IS NULL OR starts <= ends', name=op.f('ck_guardianship_dates')),
    sa.ForeignKeyConstraint(['guardian_id'], ['guardian.id'], name=op.f('fk_guardianship_guardian_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['student_id'], ['student.id'], name=op.f('fk_guardianship_student_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_guardianship')),
    sa.UniqueConstraint('student_id', 'guardian_id', name=op.f('uq_guardianship_student_id_guardian_id'))
    )
    with op.batch_alter_table('guardianship', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_guardianship_guardian_id'), ['guardian_id'], unique=False)

    op.create_table('notification',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('user_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=32), nullable=False),
    sa.Column('student_id', sa.Integer(), nullable=True),
    sa.Column('audit_id', sa.BigInteger(), nullable=True),
    sa.Column('occasion', sa.String(length=80), nullable=True),
    sa.Column('subject', sa.String(length=40), nullable=True),
    sa.Column('subject_id', sa.Integer(), nullable=True),
    sa.Column('url', sa.String(length=200), nullable=True),
    sa.Column('shown', sa.Boolean(), server_default=sa.true(), nullable=False),
    sa.Column('payload', sa.JSON().with_variant(JSONB(), 'postgresql'), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('read_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['student_id'], ['student.id'], name=op.f('fk_notification_student_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['user_id'], ['user.id'], name=op.f('fk_notification_user_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_notification')),
    sa.UniqueConstraint('audit_id', 'user_id', 'kind', name=op.f('uq_notification_audit_id_user_id_kind')),
    sa.UniqueConstraint('occasion', 'user_id', 'kind', name=op.f('uq_notification_occasion_user_id_kind'))
    )
    with op.batch_alter_table('notification', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_notification_student_id'), ['student_id'], unique=False)
        batch_op.create_index('ix_notification_user', ['user_id', 'read_at'], unique=False)

    op.create_table('practice',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('speciality_id', sa.Integer(), nullable=False),
    sa.Column('module_id', sa.Integer(), nullable=True),
    sa.Column('kind', sa.String(length=32), nullable=False),
    sa.Column('index', sa.String(length=24), nullable=False),
    sa.Column('title', sa.String(length=250), nullable=False),
    sa.Column('search_key', sa.String(length=250), nullable=False),
    sa.Column('row_version', sa.Integer(), server_default='1', nullable=False),
    sa.ForeignKeyConstraint(['module_id'], ['module.id'], name=op.f('fk_practice_module_id')),
    sa.ForeignKeyConstraint(['speciality_id'], ['speciality.id'], name=op.f('fk_practice_speciality_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_practice')),
    sa.UniqueConstraint('speciality_id', 'index', 'title', name=op.f('uq_practice_speciality_id_index_title'))
    )
    with op.batch_alter_table('practice', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_practice_module_id'), ['module_id'], unique=False)

    op.create_table('view_record',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('user_id', sa.Integer(), nullable=False),
    sa.Column('student_id', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('page', sa.String(length=120), nullable=False),
    sa.ForeignKeyConstraint(['student_id'], ['student.id'], name=op.f('fk_view_record_student_id')),
    sa.ForeignKeyConstraint(['user_id'], ['user.id'], name=op.f('fk_view_record_user_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_view_record'))
    )
    with op.batch_alter_table('view_record', schema=None) as batch_op:
        batch_op.create_index('ix_view_record_student', ['student_id', 'at'], unique=False)
        batch_op.create_index(batch_op.f('ix_view_record_user_id'), ['user_id'], unique=False)

    op.create_table('curatorship',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('group_id', sa.Integer(), nullable=False),
    sa.Column('user_id', sa.Integer(), nullable=False),
    sa.Column('starts', sa.Date(), nullable=False),
    sa.Column('ends', sa.Date(), nullable=True),
    sa.Column('row_version', sa.Integer(), server_default='1', nullable=False),
    sa.CheckConstraint('ends IS NULL OR starts <= ends', name=op.f('ck_curatorship_dates')),
    sa.ForeignKeyConstraint(['group_id'], ['group.id'], name=op.f('fk_curatorship_group_id')),
    sa.ForeignKeyConstraint(['user_id'], ['user.id'], name=op.f('fk_curatorship_user_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_curatorship'))
    )
    with op.batch_alter_table('curatorship', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_curatorship_group_id'), ['group_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_curatorship_user_id'), ['user_id'], unique=False)

    op.create_table('curriculum_line',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('curriculum_id', sa.Integer(), nullable=False),
    sa.Column('position', sa.SmallInteger(), nullable=False),
    sa.Column('cycle', sa.String(length=24), nullable=False),
    sa.Column('index', sa.String(length=24), nullable=False),
    sa.Column('title', sa.String(length=250), nullable=False),
    sa.Column('kind', sa.String(length=32), nullable=False),
    sa.Column('semester_number', sa.SmallInteger(), nullable=False),
    sa.Column('discipline_id', sa.Integer(), nullable=True),
    sa.Column('practice_id', sa.Integer(), nullable=True),
    sa.Column('module_id', sa.Integer(), nullable=True),
    sa.Column('lecture', sa.SmallInteger(), server_default='0', nullable=False),
    sa.Column('laboratory', sa.SmallInteger(), server_default='0', nullable=False),
    sa.Column('practical', sa.SmallInteger(), server_default='0', nullable=False),
    sa.Column('seminar', sa.SmallInteger(), server_default='0', nullable=False),
    sa.Column('course_project', sa.SmallInteger(), server_default='0', nullable=False),
    sa.Column('self_study', sa.SmallInteger(), server_default='0', nullable=False),
    sa.Column('control_hours', sa.SmallInteger(), server_default='0', nullable=False),
    sa.Column('consultation', sa.SmallInteger(), server_default='0', nullable=False),
    sa.Column('individual_project', sa.SmallInteger(), server_default='0', nullable=False),
    sa.Column('total', sa.SmallInteger(), server_default='0', nullable=False),
    sa.Column('weeks', sa.Numeric(precision=5, scale=1), server_default='0', nullable=False),
    sa.Column('exams', sa.SmallInteger(), server_default='0', nullable=False),
    sa.Column('graded_credits', sa.SmallInteger(), server_default='0', nullable=False),
    sa.Column('credits', sa.SmallInteger(), server_default='0', nullable=False),
    sa.Column('course_project_controls', sa.SmallInteger(), server_default='0', nullable=False),
    sa.Column('course_works', sa.SmallInteger(), server_default='0', nullable=False),
    sa.Column('tests', sa.SmallInteger(), server_default='0', nullable=False),
    sa.Column('other_controls', sa.SmallInteger(), server_default='0', nullable=False),
    sa.Column('complex_control', sa.String(length=250), nullable=True),
    sa.Column('row_version', sa.Integer(), server_default='1', nullable=False),
    sa.CheckConstraint("(CASE WHEN discipline_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN practice_id IS NULL THEN 0 ELSE 1 END) = (CASE WHEN kind IN ('discipline', 'mdk', 'practice') THEN 1 ELSE 0 END)", name=op.f('ck_curriculum_line_subject')),
    sa.CheckConstraint('lecture >= 0 AND laboratory >= 0 AND practical >= 0 AND seminar >= 0 AND course_project >= 0 AND self_study >= 0 AND control_hours >= 0 AND consultation >= 0 AND individual_project >= 0 AND total >= 0 AND weeks >= 0', name=op.f('ck_curriculum_line_hours')),
    sa.CheckConstraint('semester_number BETWEEN 1 AND 12', name=op.f('ck_curriculum_line_semester_number')),
    sa.ForeignKeyConstraint(['curriculum_id'], ['curriculum.id'], name=op.f('fk_curriculum_line_curriculum_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['discipline_id'], ['discipline.id'], name=op.f('fk_curriculum_line_discipline_id')),
    sa.ForeignKeyConstraint(['module_id'], ['module.id'], name=op.f('fk_curriculum_line_module_id')),
    sa.ForeignKeyConstraint(['practice_id'], ['practice.id'], name=op.f('fk_curriculum_line_practice_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_curriculum_line')),
    sa.UniqueConstraint('curriculum_id', 'index', 'title', 'semester_number', name=op.f('uq_curriculum_line_curriculum_id_index_title_semester_number'))
    )
    with op.batch_alter_table('curriculum_line', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_curriculum_line_discipline_id'), ['discipline_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_curriculum_line_module_id'), ['module_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_curriculum_line_practice_id'), ['practice_id'], unique=False)

    op.create_table('movement',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('student_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=32), nullable=False),
    sa.Column('order_number', sa.String(length=32), nullable=False),
    sa.Column('order_date', sa.Date(), nullable=False),
    sa.Column('effective_on', sa.Date(), nullable=False),
    sa.Column('from_group_id', sa.Integer(), nullable=True),
    sa.Column('to_group_id', sa.Integer(), nullable=True),
    sa.Column('reason', sa.String(length=250), nullable=True),
    sa.Column('row_version', sa.Integer(), server_default='1', nullable=False),
    sa.ForeignKeyConstraint(['from_group_id'], ['group.id'], name=op.f('fk_movement_from_group_id')),
    sa.ForeignKeyConstraint(['student_id'], ['student.id'], name=op.f('fk_movement_student_id')),
    sa.ForeignKeyConstraint(['to_group_id'], ['group.id'], name=op.f('fk_movement_to_group_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_movement'))
    )
    with op.batch_alter_table('movement', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_movement_from_group_id'), ['from_group_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_movement_student_id'), ['student_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_movement_to_group_id'), ['to_group_id'], unique=False)

    op.create_table('outbox',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('user_id', sa.Integer(), nullable=True),
    sa.Column('guardian_id', sa.Integer(), nullable=True),
    sa.Column('channel', sa.String(length=32), nullable=False),
    sa.Column('notification_id', sa.Integer(), nullable=True),
    sa.Column('activation_id', sa.Integer(), nullable=True),
    sa.Column('bundle', sa.String(length=40), nullable=True),
    sa.Column('author_id', sa.Integer(), nullable=True),
    sa.Column('student_id', sa.Integer(), nullable=True),
    sa.Column('text', sa.String(length=4000), nullable=True),
    sa.Column('file_name', sa.String(length=200), nullable=True),
    sa.Column('file_sha256', sa.String(length=64), nullable=True),
    sa.Column('key', sa.String(length=120), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('state', sa.String(length=32), nullable=False),
    sa.Column('attempts', sa.SmallInteger(), nullable=False),
    sa.Column('next_try_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('parcel', sa.String(length=32), nullable=True),
    sa.Column('gateway', sa.String(length=20), nullable=True),
    sa.Column('sent_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('provider_id', sa.String(length=80), nullable=True),
    sa.Column('parts', sa.SmallInteger(), nullable=True),
    sa.Column('cost', sa.Integer(), nullable=True),
    sa.Column('error', sa.String(length=250), nullable=True),
    sa.CheckConstraint('(notification_id IS NOT NULL AND text IS NULL AND activation_id IS NULL) OR (notification_id IS NULL AND (text IS NULL) <> (activation_id IS NULL))', name=op.f('ck_outbox_content')),
    sa.CheckConstraint('(user_id IS NULL) <> (guardian_id IS NULL)', name=op.f('ck_outbox_recipient')),
    sa.CheckConstraint('text IS NULL OR author_id IS NOT NULL', name=op.f('ck_outbox_author')),
    sa.ForeignKeyConstraint(['activation_id'], ['activation.id'], name=op.f('fk_outbox_activation_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['author_id'], ['user.id'], name=op.f('fk_outbox_author_id')),
    sa.ForeignKeyConstraint(['guardian_id'], ['guardian.id'], name=op.f('fk_outbox_guardian_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['notification_id'], ['notification.id'], name=op.f('fk_outbox_notification_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['student_id'], ['student.id'], name=op.f('fk_outbox_student_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['user_id'], ['user.id'], name=op.f('fk_outbox_user_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_outbox')),
    sa.UniqueConstraint('activation_id', name=op.f('uq_outbox_activation_id')),
    sa.UniqueConstraint('key', name=op.f('uq_outbox_key')),
    sa.UniqueConstraint('notification_id', 'channel', name=op.f('uq_outbox_notification_id_channel'))
    )
    with op.batch_alter_table('outbox', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_outbox_author_id'), ['author_id'], unique=False)
        batch_op.create_index('ix_outbox_due', ['state', 'next_try_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_outbox_guardian_id'), ['guardian_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_outbox_parcel'), ['parcel'], unique=False)
        batch_op.create_index(batch_op.f('ix_outbox_student_id'), ['student_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_outbox_user_id'), ['user_id'], unique=False)

    op.create_table('subgroup',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('group_id', sa.Integer(), nullable=False),
    sa.Column('split', sa.String(length=120), nullable=False),
    sa.Column('number', sa.SmallInteger(), nullable=False),
    sa.Column('confirmed_by_id', sa.Integer(), nullable=True),
    sa.Column('confirmed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('row_version', sa.Integer(), server_default='1', nullable=False),
    sa.CheckConstraint('number BETWEEN 1 AND 9', name=op.f('ck_subgroup_number')),
    sa.ForeignKeyConstraint(['confirmed_by_id'], ['user.id'], name=op.f('fk_subgroup_confirmed_by_id')),
    sa.ForeignKeyConstraint(['group_id'], ['group.id'], name=op.f('fk_subgroup_group_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_subgroup')),
    sa.UniqueConstraint('group_id', 'split', 'number', name=op.f('uq_subgroup_group_id_split_number'))
    )
    with op.batch_alter_table('subgroup', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_subgroup_confirmed_by_id'), ['confirmed_by_id'], unique=False)

    op.create_table('thread',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=32), nullable=False),
    sa.Column('subject', sa.String(length=200), nullable=False),
    sa.Column('audience', sa.String(length=32), nullable=False),
    sa.Column('group_id', sa.Integer(), nullable=True),
    sa.Column('course', sa.SmallInteger(), nullable=True),
    sa.Column('student_id', sa.Integer(), nullable=True),
    sa.Column('author_id', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('row_version', sa.Integer(), server_default='1', nullable=False),
    sa.CheckConstraint("(audience = 'group' AND group_id IS NOT NULL) OR (audience = 'course' AND course IS NOT NULL) OR audience IN ('people', 'college')", name=op.f('ck_thread_audience')),
    sa.ForeignKeyConstraint(['author_id'], ['user.id'], name=op.f('fk_thread_author_id')),
    sa.ForeignKeyConstraint(['group_id'], ['group.id'], name=op.f('fk_thread_group_id')),
    sa.ForeignKeyConstraint(['student_id'], ['student.id'], name=op.f('fk_thread_student_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_thread'))
    )
    with op.batch_alter_table('thread', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_thread_author_id'), ['author_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_thread_group_id'), ['group_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_thread_student_id'), ['student_id'], unique=False)

    op.create_table('line_competence',
    sa.Column('line_id', sa.Integer(), nullable=False),
    sa.Column('competence_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['competence_id'], ['competence.id'], name=op.f('fk_line_competence_competence_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['line_id'], ['curriculum_line.id'], name=op.f('fk_line_competence_line_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('line_id', 'competence_id', name=op.f('pk_line_competence'))
    )
    with op.batch_alter_table('line_competence', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_line_competence_competence_id'), ['competence_id'], unique=False)

    op.create_table('membership',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('student_id', sa.Integer(), nullable=False),
    sa.Column('group_id', sa.Integer(), nullable=False),
    sa.Column('starts', sa.Date(), nullable=False),
    sa.Column('ends', sa.Date(), nullable=True),
    sa.Column('entered_by_id', sa.Integer(), nullable=True),
    sa.Column('left_by_id', sa.Integer(), nullable=True),
    sa.Column('row_version', sa.Integer(), server_default='1', nullable=False),
    sa.CheckConstraint('ends IS NULL OR starts <= ends', name=op.f('ck_membership_dates')),
    sa.ForeignKeyConstraint(['entered_by_id'], ['movement.id'], name=op.f('fk_membership_entered_by_id')),
    sa.ForeignKeyConstraint(['group_id'], ['group.id'], name=op.f('fk_membership_group_id')),
    sa.ForeignKeyConstraint(['left_by_id'], ['movement.id'], name=op.f('fk_membership_left_by_id')),
    sa.ForeignKeyConstraint(['student_id'], ['student.id'], name=op.f('fk_membership_student_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_membership'))
    )
    with op.batch_alter_table('membership', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_membership_entered_by_id'), ['entered_by_id'], unique=False)
        batch_op.create_index('ix_membership_group_span', ['group_id', 'starts', 'ends'], unique=False)
        batch_op.create_index(batch_op.f('ix_membership_left_by_id'), ['left_by_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_membership_student_id'), ['student_id'], unique=False)

    op.create_table('message',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('thread_id', sa.Integer(), nullable=False),
    sa.Column('author_id', sa.Integer(), nullable=False),
    sa.Column('body', sa.String(length=8000), nullable=False),
    sa.Column('sent_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('reported_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('row_version', sa.Integer(), server_default='1', nullable=False),
    sa.CheckConstraint("body <> ''", name=op.f('ck_message_body')),
    sa.ForeignKeyConstraint(['author_id'], ['user.id'], name=op.f('fk_message_author_id')),
    sa.ForeignKeyConstraint(['thread_id'], ['thread.id'], name=op.f('fk_message_thread_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_message'))
    )
    with op.batch_alter_table('message', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_message_author_id'), ['author_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_message_thread_id'), ['thread_id'], unique=False)

    op.create_table('parent_letter',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('guardian_id', sa.Integer(), nullable=False),
    sa.Column('student_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=32), nullable=False),
    sa.Column('way', sa.String(length=32), nullable=False),
    sa.Column('author_id', sa.Integer(), nullable=False),
    sa.Column('sent_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('thread_id', sa.Integer(), nullable=True),
    sa.Column('outbox_id', sa.Integer(), nullable=True),
    sa.Column('key', sa.String(length=120), nullable=True),
    sa.ForeignKeyConstraint(['author_id'], ['user.id'], name=op.f('fk_parent_letter_author_id')),
    sa.ForeignKeyConstraint(['guardian_id'], ['guardian.id'], name=op.f('fk_parent_letter_guardian_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['outbox_id'], ['outbox.id'], name=op.f('fk_parent_letter_outbox_id'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['student_id'], ['student.id'], name=op.f('fk_parent_letter_student_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['thread_id'], ['thread.id'], name=op.f('fk_parent_letter_thread_id'), ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_parent_letter')),
    sa.UniqueConstraint('key', name=op.f('uq_parent_letter_key'))
    )
    with op.batch_alter_table('parent_letter', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_parent_letter_author_id'), ['author_id'], unique=False)
        batch_op.create_index('ix_parent_letter_guardian', ['guardian_id', 'student_id', 'sent_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_parent_letter_outbox_id'), ['outbox_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_parent_letter_student_id'), ['student_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_parent_letter_thread_id'), ['thread_id'], unique=False)

    op.create_table('participant',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('thread_id', sa.Integer(), nullable=False),
    sa.Column('user_id', sa.Integer(), nullable=False),
    sa.Column('read_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('read_message_id', sa.Integer(), server_default='0', nullable=False),
    sa.ForeignKeyConstraint(['thread_id'], ['thread.id'], name=op.f('fk_participant_thread_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['user_id'], ['user.id'], name=op.f('fk_participant_user_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_participant')),
    sa.UniqueConstraint('thread_id', 'user_id', name=op.f('uq_participant_thread_id_user_id'))
    )
    with op.batch_alter_table('participant', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_participant_user_id'), ['user_id'], unique=False)

    op.create_table('subgroup_membership',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('subgroup_id', sa.Integer(), nullable=False),
    sa.Column('student_id', sa.Integer(), nullable=False),
    sa.Column('starts', sa.Date(), nullable=False),
    sa.Column('ends', sa.Date(), nullable=True),
    sa.Column('row_version', sa.Integer(), server_default='1', nullable=False),
    sa.CheckConstraint('ends IS NULL OR starts <= ends', name=op.f('ck_subgroup_membership_dates')),
    sa.ForeignKeyConstraint(['student_id'], ['student.id'], name=op.f('fk_subgroup_membership_student_id')),
    sa.ForeignKeyConstraint(['subgroup_id'], ['subgroup.id'], name=op.f('fk_subgroup_membership_subgroup_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_subgroup_membership'))
    )
    with op.batch_alter_table('subgroup_membership', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_subgroup_membership_student_id'), ['student_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_subgroup_membership_subgroup_id'), ['subgroup_id'], unique=False)

    op.create_table('syllabus',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('curriculum_line_id', sa.Integer(), nullable=False),
    sa.Column('author_id', sa.Integer(), nullable=False),
    sa.Column('version', sa.SmallInteger(), nullable=False),
    sa.Column('state', sa.String(length=32), nullable=False),
    sa.Column('submitted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('remark', sa.String(length=500), nullable=True),
    sa.Column('approved_by_id', sa.Integer(), nullable=True),
    sa.Column('approved_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('row_version', sa.Integer(), server_default='1', nullable=False),
    sa.ForeignKeyConstraint(['approved_by_id'], ['user.id'], name=op.f('fk_syllabus_approved_by_id')),
    sa.ForeignKeyConstraint(['author_id'], ['user.id'], name=op.f('fk_syllabus_author_id')),
    sa.ForeignKeyConstraint(['curriculum_line_id'], ['curriculum_line.id'], name=op.f('fk_syllabus_curriculum_line_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_syllabus')),
    sa.UniqueConstraint('curriculum_line_id', 'author_id', 'version', name=op.f('uq_syllabus_curriculum_line_id_author_id_version'))
    )
    with op.batch_alter_table('syllabus', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_syllabus_approved_by_id'), ['approved_by_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_syllabus_author_id'), ['author_id'], unique=False)

    op.create_table('attachment',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('message_id', sa.Integer(), nullable=True),
    sa.Column('support_request_id', sa.Integer(), nullable=True),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('media_type', sa.String(length=100), nullable=False),
    sa.Column('size', sa.Integer(), nullable=False),
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.CheckConstraint('(message_id IS NULL) <> (support_request_id IS NULL)', name=op.f('ck_attachment_owner')),
    sa.CheckConstraint('size > 0', name=op.f('ck_attachment_size')),
    sa.ForeignKeyConstraint(['message_id'], ['message.id'], name=op.f('fk_attachment_message_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['support_request_id'], ['support_request.id'], name=op.f('fk_attachment_support_request_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_attachment'))
    )
    with op.batch_alter_table('attachment', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_attachment_message_id'), ['message_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_attachment_support_request_id'), ['support_request_id'], unique=False)

    op.create_table('journal',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('curriculum_line_id', sa.Integer(), nullable=False),
    sa.Column('group_id', sa.Integer(), nullable=False),
    sa.Column('subgroup_id', sa.Integer(), nullable=True),
    sa.Column('semester_id', sa.Integer(), nullable=False),
    sa.Column('teacher_id', sa.Integer(), nullable=False),
    sa.Column('planned_hours', sa.SmallInteger(), nullable=False),
    sa.Column('syllabus_id', sa.Integer(), nullable=True),
    sa.Column('row_version', sa.Integer(), server_default='1', nullable=False),
    sa.CheckConstraint('planned_hours >= 0', name=op.f('ck_journal_planned_hours')),
    sa.ForeignKeyConstraint(['curriculum_line_id'], ['curriculum_line.id'], name=op.f('fk_journal_curriculum_line_id')),
    sa.ForeignKeyConstraint(['group_id'], ['group.id'], name=op.f('fk_journal_group_id')),
    sa.ForeignKeyConstraint(['semester_id'], ['semester.id'], name=op.f('fk_journal_semester_id')),
    sa.ForeignKeyConstraint(['subgroup_id'], ['subgroup.id'], name=op.f('fk_journal_subgroup_id')),
    sa.ForeignKeyConstraint(['syllabus_id'], ['syllabus.id'], name=op.f('fk_journal_syllabus_id')),
    sa.ForeignKeyConstraint(['teacher_id'], ['user.id'], name=op.f('fk_journal_teacher_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_journal'))
    )
    with op.batch_alter_table('journal', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_journal_curriculum_line_id'), ['curriculum_line_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_journal_group_id'), ['group_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_journal_semester_id'), ['semester_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_journal_subgroup_id'), ['subgroup_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_journal_syllabus_id'), ['syllabus_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_journal_teacher_id'), ['teacher_id'], unique=False)
        batch_op.create_index('uq_journal_group', ['curriculum_line_id', 'group_id', 'semester_id', 'teacher_id'], unique=True, sqlite_where=sa.text('subgroup_id IS NULL'), postgresql_where=sa.text('subgroup_id IS NULL'))
        batch_op.create_index('uq_journal_subgroup', ['curriculum_line_id', 'group_id', 'subgroup_id', 'semester_id', 'teacher_id'], unique=True, sqlite_where=sa.text('subgroup_id IS NOT NULL'), postgresql_where=sa.text('subgroup_id IS NOT NULL'))

    op.create_table('syllabus_topic',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('syllabus_id', sa.Integer(), nullable=False),
    sa.Column('position', sa.SmallInteger(), nullable=False),
    sa.Column('section', sa.String(length=250), nullable=True),
    sa.Column('title', sa.String(length=500), nullable=False),
    sa.Column('hours', sa.SmallInteger(), nullable=False),
    sa.Column('kind', sa.String(length=32), nullable=False),
    sa.Column('work_kind', sa.String(length=32), nullable=True),
    sa.Column('work_number', sa.SmallInteger(), nullable=True),
    sa.Column('homework', sa.String(length=1000), nullable=True),
    sa.Column('homework_kind', sa.String(length=32), nullable=True),
    sa.Column('row_version', sa.Integer(), server_default='1', nullable=False),
    sa.CheckConstraint('hours > 0', name=op.f('ck_syllabus_topic_hours')),
    sa.ForeignKeyConstraint(['syllabus_id'], ['syllabus.id'], name=op.f('fk_syllabus_topic_syllabus_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_syllabus_topic')),
    sa.UniqueConstraint('syllabus_id', 'position', name=op.f('uq_syllabus_topic_syllabus_id_position'))
    )
    op.create_table('final_mark',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('journal_id', sa.Integer(), nullable=False),
    sa.Column('student_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=32), nullable=False),
    sa.Column('value', sa.String(length=32), nullable=False),
    sa.Column('basis_kind', sa.String(length=32), nullable=False),
    sa.Column('basis', sa.String(length=500), nullable=True),
    sa.Column('theme', sa.String(length=500), nullable=True),
    sa.Column('set_by_id', sa.Integer(), nullable=False),
    sa.Column('set_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('published_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('late_reason', sa.String(length=250), nullable=True),
    sa.Column('row_version', sa.Integer(), server_default='1', nullable=False),
    sa.CheckConstraint("basis_kind <> 'words' OR (basis IS NOT NULL AND basis <> '')", name=op.f('ck_final_mark_basis')),
    sa.ForeignKeyConstraint(['journal_id'], ['journal.id'], name=op.f('fk_final_mark_journal_id')),
    sa.ForeignKeyConstraint(['set_by_id'], ['user.id'], name=op.f('fk_final_mark_set_by_id')),
    sa.ForeignKeyConstraint(['student_id'], ['student.id'], name=op.f('fk_final_mark_student_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_final_mark')),
    sa.UniqueConstraint('journal_id', 'student_id', 'kind', name=op.f('uq_final_mark_journal_id_student_id_kind'))
    )
    with op.batch_alter_table('final_mark', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_final_mark_student_id'), ['student_id'], unique=False)

    op.create_table('lesson',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('year', sa.SmallInteger(), nullable=False),
    sa.Column('journal_id', sa.Integer(), nullable=False),
    sa.Column('date', sa.Date(), nullable=False),
    sa.Column('pair', sa.SmallInteger(), nullable=False),
    sa.Column('hours', sa.SmallInteger(), nullable=False),
    sa.Column('kind', sa.String(length=32), nullable=False),
    sa.Column('topic', sa.String(length=500), nullable=False),
    sa.Column('syllabus_topic_id', sa.Integer(), nullable=True),
    sa.Column('deviation_reason', sa.String(length=250), nullable=True),
    sa.Column('teacher_id', sa.Integer(), nullable=False),
    sa.Column('substituted_id', sa.Integer(), nullable=True),
    sa.Column('substitution_reason', sa.String(length=250), nullable=True),
    sa.Column('attendance_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('entered_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('entered_by_id', sa.Integer(), nullable=False),
    sa.Column('late_reason', sa.String(length=250), nullable=True),
    sa.Column('row_version', sa.Integer(), server_default='1', nullable=False),
    sa.CheckConstraint('hours BETWEEN 1 AND 8', name=op.f('ck_lesson_hours')),
    sa.CheckConstraint('pair BETWEEN 0 AND 9', name=op.f('ck_lesson_pair')),
    sa.CheckConstraint('substituted_id IS NULL OR substituted_id <> teacher_id', name=op.f('ck_lesson_substitution')),
    sa.ForeignKeyConstraint(['entered_by_id'], ['user.id'], name=op.f('fk_lesson_entered_by_id')),
    sa.ForeignKeyConstraint(['journal_id'], ['journal.id'], name=op.f('fk_lesson_journal_id')),
    sa.ForeignKeyConstraint(['substituted_id'], ['user.id'], name=op.f('fk_lesson_substituted_id')),
    sa.ForeignKeyConstraint(['syllabus_topic_id'], ['syllabus_topic.id'], name=op.f('fk_lesson_syllabus_topic_id'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['teacher_id'], ['user.id'], name=op.f('fk_lesson_teacher_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_lesson')),
    sa.UniqueConstraint('id', 'year', name=op.f('uq_lesson_id_year')),
    sa.UniqueConstraint('year', 'journal_id', 'date', 'pair', name=op.f('uq_lesson_year_journal_id_date_pair'))
    )
    with op.batch_alter_table('lesson', schema=None) as batch_op:
        batch_op.create_index('ix_lesson_date', ['date'], unique=False)
        batch_op.create_index('ix_lesson_journal_date', ['journal_id', 'date', 'pair'], unique=False)
        batch_op.create_index(batch_op.f('ix_lesson_substituted_id'), ['substituted_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_lesson_syllabus_topic_id'), ['syllabus_topic_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_lesson_teacher_id'), ['teacher_id'], unique=False)

    op.create_table('practice_programme',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('journal_id', sa.Integer(), nullable=False),
    sa.Column('starts', sa.Date(), nullable=False),
    sa.Column('ends', sa.Date(), nullable=False),
    sa.Column('supervisor_id', sa.Integer(), nullable=False),
    sa.Column('enterprise_id', sa.Integer(), nullable=True),
    sa.Column('order_number', sa.String(length=32), nullable=True),
    sa.Column('order_date', sa.Date(), nullable=True),
    sa.Column('row_version', sa.Integer(), server_default='1', nullable=False),
    sa.CheckConstraint('starts <= ends', name=op.f('ck_practice_programme_dates')),
    sa.ForeignKeyConstraint(['enterprise_id'], ['enterprise.id'], name=op.f('fk_practice_programme_enterprise_id')),
    sa.ForeignKeyConstraint(['journal_id'], ['journal.id'], name=op.f('fk_practice_programme_journal_id')),
    sa.ForeignKeyConstraint(['supervisor_id'], ['user.id'], name=op.f('fk_practice_programme_supervisor_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_practice_programme')),
    sa.UniqueConstraint('journal_id', name=op.f('uq_practice_programme_journal_id'))
    )
    with op.batch_alter_table('practice_programme', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_practice_programme_enterprise_id'), ['enterprise_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_practice_programme_supervisor_id'), ['supervisor_id'], unique=False)

    op.create_table('remark',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('inspection_id', sa.Integer(), nullable=False),
    sa.Column('journal_id', sa.Integer(), nullable=False),
    sa.Column('text', sa.String(length=2000), nullable=True),
    sa.Column('fixed_on', sa.Date(), nullable=True),
    sa.Column('row_version', sa.Integer(), server_default='1', nullable=False),
    sa.ForeignKeyConstraint(['inspection_id'], ['inspection.id'], name=op.f('fk_remark_inspection_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['journal_id'], ['journal.id'], name=op.f('fk_remark_journal_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_remark'))
    )
    with op.batch_alter_table('remark', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_remark_inspection_id'), ['inspection_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_remark_journal_id'), ['journal_id'], unique=False)

    op.create_table('reopening_grant',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('starts', sa.Date(), nullable=False),
    sa.Column('ends', sa.Date(), nullable=False),
    sa.Column('journal_id', sa.Integer(), nullable=True),
    sa.Column('user_id', sa.Integer(), nullable=True),
    sa.Column('reason', sa.String(length=500), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('granted_by_id', sa.Integer(), nullable=False),
    sa.Column('granted_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('row_version', sa.Integer(), server_default='1', nullable=False),
    sa.CheckConstraint("reason <> ''", name=op.f('ck_reopening_grant_reason')),
    sa.CheckConstraint('starts <= ends', name=op.f('ck_reopening_grant_dates')),
    sa.ForeignKeyConstraint(['granted_by_id'], ['user.id'], name=op.f('fk_reopening_grant_granted_by_id')),
    sa.ForeignKeyConstraint(['journal_id'], ['journal.id'], name=op.f('fk_reopening_grant_journal_id')),
    sa.ForeignKeyConstraint(['user_id'], ['user.id'], name=op.f('fk_reopening_grant_user_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_reopening_grant'))
    )
    with op.batch_alter_table('reopening_grant', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_reopening_grant_granted_by_id'), ['granted_by_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_reopening_grant_journal_id'), ['journal_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_reopening_grant_user_id'), ['user_id'], unique=False)

    op.create_table('timetable_change',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('date', sa.Date(), nullable=False),
    sa.Column('pair', sa.SmallInteger(), nullable=False),
    sa.Column('kind', sa.String(length=32), nullable=False),
    sa.Column('journal_id', sa.Integer(), nullable=True),
    sa.Column('new_journal_id', sa.Integer(), nullable=True),
    sa.Column('substitute_id', sa.Integer(), nullable=True),
    sa.Column('new_date', sa.Date(), nullable=True),
    sa.Column('new_pair', sa.SmallInteger(), nullable=True),
    sa.Column('room', sa.String(length=24), nullable=True),
    sa.Column('reason', sa.String(length=250), nullable=True),
    sa.Column('row_version', sa.Integer(), server_default='1', nullable=False),
    sa.CheckConstraint('journal_id IS NOT NULL OR new_journal_id IS NOT NULL', name=op.f('ck_timetable_change_subject')),
    sa.CheckConstraint('pair BETWEEN 0 AND 9', name=op.f('ck_timetable_change_pair')),
    sa.ForeignKeyConstraint(['journal_id'], ['journal.id'], name=op.f('fk_timetable_change_journal_id')),
    sa.ForeignKeyConstraint(['new_journal_id'], ['journal.id'], name=op.f('fk_timetable_change_new_journal_id')),
    sa.ForeignKeyConstraint(['substitute_id'], ['user.id'], name=op.f('fk_timetable_change_substitute_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_timetable_change'))
    )
    with op.batch_alter_table('timetable_change', schema=None) as batch_op:
        batch_op.create_index('ix_timetable_change_date', ['date'], unique=False)
        batch_op.create_index(batch_op.f('ix_timetable_change_journal_id'), ['journal_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_timetable_change_new_journal_id'), ['new_journal_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_timetable_change_substitute_id'), ['substitute_id'], unique=False)

    op.create_table('timetable_slot',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('journal_id', sa.Integer(), nullable=False),
    sa.Column('weekday', sa.SmallInteger(), nullable=False),
    sa.Column('pair', sa.SmallInteger(), nullable=False),
    sa.Column('parity', sa.String(length=32), nullable=False),
    sa.Column('starts', sa.Date(), nullable=False),
    sa.Column('ends', sa.Date(), nullable=False),
    sa.Column('room', sa.String(length=24), nullable=True),
    sa.Column('row_version', sa.Integer(), server_default='1', nullable=False),
    sa.CheckConstraint('pair BETWEEN 0 AND 9', name=op.f('ck_timetable_slot_pair')),
    sa.CheckConstraint('starts <= ends', name=op.f('ck_timetable_slot_dates')),
    sa.CheckConstraint('weekday BETWEEN 1 AND 7', name=op.f('ck_timetable_slot_weekday')),
    sa.ForeignKeyConstraint(['journal_id'], ['journal.id'], name=op.f('fk_timetable_slot_journal_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_timetable_slot')),
    sa.UniqueConstraint('journal_id', 'weekday', 'pair', 'parity', 'starts', name=op.f('uq_timetable_slot_journal_id_weekday_pair_parity_starts'))
    )
    op.create_table('attestation_sheet',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('programme_id', sa.Integer(), nullable=False),
    sa.Column('student_id', sa.Integer(), nullable=False),
    sa.Column('characteristics', sa.String(length=4000), nullable=True),
    sa.Column('value', sa.String(length=32), nullable=True),
    sa.Column('signed_on', sa.Date(), nullable=True),
    sa.Column('row_version', sa.Integer(), server_default='1', nullable=False),
    sa.ForeignKeyConstraint(['programme_id'], ['practice_programme.id'], name=op.f('fk_attestation_sheet_programme_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['student_id'], ['student.id'], name=op.f('fk_attestation_sheet_student_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_attestation_sheet')),
    sa.UniqueConstraint('programme_id', 'student_id', name=op.f('uq_attestation_sheet_programme_id_student_id'))
    )
    with op.batch_alter_table('attestation_sheet', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_attestation_sheet_student_id'), ['student_id'], unique=False)

    op.create_table('cell',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('year', sa.SmallInteger(), nullable=False),
    sa.Column('journal_id', sa.Integer(), nullable=False),
    sa.Column('lesson_id', sa.Integer(), nullable=False),
    sa.Column('student_id', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_by_id', sa.Integer(), nullable=False),
    sa.Column('late_reason', sa.String(length=250), nullable=True),
    sa.CheckConstraint('version >= 1', name=op.f('ck_cell_version')),
    sa.ForeignKeyConstraint(['journal_id'], ['journal.id'], name=op.f('fk_cell_journal_id')),
    sa.ForeignKeyConstraint(['lesson_id', 'year'], ['lesson.id', 'lesson.year'], name=op.f('fk_cell_lesson_id_year'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['student_id'], ['student.id'], name=op.f('fk_cell_student_id')),
    sa.ForeignKeyConstraint(['updated_by_id'], ['user.id'], name=op.f('fk_cell_updated_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_cell')),
    sa.UniqueConstraint('id', 'year', name=op.f('uq_cell_id_year')),
    sa.UniqueConstraint('year', 'lesson_id', 'student_id', name=op.f('uq_cell_year_lesson_id_student_id'))
    )
    with op.batch_alter_table('cell', schema=None) as batch_op:
        batch_op.create_index('ix_cell_journal', ['journal_id', 'lesson_id'], unique=False)
        batch_op.create_index('ix_cell_student', ['student_id', 'year'], unique=False)

    op.create_table('debt',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('final_mark_id', sa.Integer(), nullable=False),
    sa.Column('form', sa.String(length=32), nullable=False),
    sa.Column('opened_on', sa.Date(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.Column('state', sa.String(length=32), nullable=False),
    sa.Column('row_version', sa.Integer(), server_default='1', nullable=False),
    sa.ForeignKeyConstraint(['final_mark_id'], ['final_mark.id'], name=op.f('fk_debt_final_mark_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_debt')),
    sa.UniqueConstraint('final_mark_id', name=op.f('uq_debt_final_mark_id'))
    )
    op.create_table('finding',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('rule', sa.String(length=60), nullable=False),
    sa.Column('point', sa.String(length=12), nullable=False),
    sa.Column('severity', sa.String(length=32), nullable=False),
    sa.Column('fingerprint', sa.String(length=120), nullable=False),
    sa.Column('text', sa.String(length=500), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('journal_id', sa.Integer(), nullable=True),
    sa.Column('lesson_id', sa.Integer(), nullable=True),
    sa.Column('student_id', sa.Integer(), nullable=True),
    sa.Column('group_id', sa.Integer(), nullable=True),
    sa.Column('responsible_id', sa.Integer(), nullable=True),
    sa.Column('found_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('state', sa.String(length=32), nullable=False),
    sa.Column('explanation', sa.String(length=500), nullable=True),
    sa.Column('accepted_reason', sa.String(length=500), nullable=True),
    sa.Column('fixed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('told_id', sa.Integer(), nullable=True),
    sa.Column('row_version', sa.Integer(), server_default='1', nullable=False),
    sa.ForeignKeyConstraint(['group_id'], ['group.id'], name=op.f('fk_finding_group_id')),
    sa.ForeignKeyConstraint(['journal_id'], ['journal.id'], name=op.f('fk_finding_journal_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['lesson_id'], ['lesson.id'], name=op.f('fk_finding_lesson_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['responsible_id'], ['user.id'], name=op.f('fk_finding_responsible_id')),
    sa.ForeignKeyConstraint(['student_id'], ['student.id'], name=op.f('fk_finding_student_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_finding')),
    sa.UniqueConstraint('rule', 'fingerprint', name=op.f('uq_finding_rule_fingerprint'))
    )
    with op.batch_alter_table('finding', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_finding_group_id'), ['group_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_finding_journal_id'), ['journal_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_finding_lesson_id'), ['lesson_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_finding_responsible_id'), ['responsible_id'], unique=False)
        batch_op.create_index('ix_finding_rule_day', ['rule', 'day'], unique=False)
        batch_op.create_index('ix_finding_state', ['state', 'journal_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_finding_student_id'), ['student_id'], unique=False)

    op.create_table('homework',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('lesson_id', sa.Integer(), nullable=False),
    sa.Column('text', sa.String(length=2000), nullable=False),
    sa.Column('kind', sa.String(length=32), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=True),
    sa.Column('entered_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('late_reason', sa.String(length=250), nullable=True),
    sa.Column('row_version', sa.Integer(), server_default='1', nullable=False),
    sa.CheckConstraint("text <> ''", name=op.f('ck_homework_text')),
    sa.ForeignKeyConstraint(['lesson_id'], ['lesson.id'], name=op.f('fk_homework_lesson_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_homework'))
    )
    with op.batch_alter_table('homework', schema=None) as batch_op:
        batch_op.create_index('ix_homework_due_on', ['due_on'], unique=False)
        batch_op.create_index(batch_op.f('ix_homework_lesson_id'), ['lesson_id'], unique=False)

    op.create_table('lesson_task',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('lesson_id', sa.Integer(), nullable=False),
    sa.Column('position', sa.SmallInteger(), nullable=False),
    sa.Column('text', sa.String(length=1000), nullable=False),
    sa.Column('kind', sa.String(length=32), nullable=False),
    sa.Column('row_version', sa.Integer(), server_default='1', nullable=False),
    sa.CheckConstraint("text <> ''", name=op.f('ck_lesson_task_text')),
    sa.ForeignKeyConstraint(['lesson_id'], ['lesson.id'], name=op.f('fk_lesson_task_lesson_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_lesson_task')),
    sa.UniqueConstraint('lesson_id', 'position', name=op.f('uq_lesson_task_lesson_id_position'))
    )
    op.create_table('placement',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('programme_id', sa.Integer(), nullable=False),
    sa.Column('student_id', sa.Integer(), nullable=False),
    sa.Column('enterprise_id', sa.Integer(), nullable=False),
    sa.Column('mentor', sa.String(length=120), nullable=True),
    sa.Column('contract_number', sa.String(length=40), nullable=True),
    sa.Column('contract_date', sa.Date(), nullable=True),
    sa.Column('row_version', sa.Integer(), server_default='1', nullable=False),
    sa.ForeignKeyConstraint(['enterprise_id'], ['enterprise.id'], name=op.f('fk_placement_enterprise_id')),
    sa.ForeignKeyConstraint(['programme_id'], ['practice_programme.id'], name=op.f('fk_placement_programme_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['student_id'], ['student.id'], name=op.f('fk_placement_student_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_placement')),
    sa.UniqueConstraint('programme_id', 'student_id', name=op.f('uq_placement_programme_id_student_id'))
    )
    with op.batch_alter_table('placement', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_placement_enterprise_id'), ['enterprise_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_placement_student_id'), ['student_id'], unique=False)

    op.create_table('programme_section',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('programme_id', sa.Integer(), nullable=False),
    sa.Column('position', sa.SmallInteger(), nullable=False),
    sa.Column('title', sa.String(length=250), nullable=False),
    sa.Column('work', sa.String(length=500), nullable=False),
    sa.Column('hours', sa.SmallInteger(), nullable=False),
    sa.Column('row_version', sa.Integer(), server_default='1', nullable=False),
    sa.CheckConstraint('hours > 0', name=op.f('ck_programme_section_hours')),
    sa.ForeignKeyConstraint(['programme_id'], ['practice_programme.id'], name=op.f('fk_programme_section_programme_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_programme_section')),
    sa.UniqueConstraint('programme_id', 'position', name=op.f('uq_programme_section_programme_id_position'))
    )
    op.create_table('reopening_request',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('journal_id', sa.Integer(), nullable=False),
    sa.Column('starts', sa.Date(), nullable=False),
    sa.Column('ends', sa.Date(), nullable=False),
    sa.Column('reason', sa.String(length=500), nullable=False),
    sa.Column('state', sa.String(length=32), nullable=False),
    sa.Column('author_id', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('reply', sa.String(length=500), nullable=True),
    sa.Column('decided_by_id', sa.Integer(), nullable=True),
    sa.Column('decided_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('grant_id', sa.Integer(), nullable=True),
    sa.Column('row_version', sa.Integer(), server_default='1', nullable=False),
    sa.CheckConstraint("reason <> ''", name=op.f('ck_reopening_request_reason')),
    sa.CheckConstraint('starts <= ends', name=op.f('ck_reopening_request_dates')),
    sa.ForeignKeyConstraint(['author_id'], ['user.id'], name=op.f('fk_reopening_request_author_id')),
    sa.ForeignKeyConstraint(['decided_by_id'], ['user.id'], name=op.f('fk_reopening_request_decided_by_id')),
    sa.ForeignKeyConstraint(['grant_id'], ['reopening_grant.id'], name=op.f('fk_reopening_request_grant_id')),
    sa.ForeignKeyConstraint(['journal_id'], ['journal.id'], name=op.f('fk_reopening_request_journal_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_reopening_request'))
    )
    with op.batch_alter_table('reopening_request', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_reopening_request_author_id'), ['author_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_reopening_request_decided_by_id'), ['decided_by_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_reopening_request_grant_id'), ['grant_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_reopening_request_journal_id'), ['journal_id'], unique=False)

    op.create_table('work',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('lesson_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=32), nullable=False),
    sa.Column('number', sa.SmallInteger(), nullable=False),
    sa.Column('title', sa.String(length=500), nullable=False),
    sa.Column('held_on', sa.Date(), nullable=False),
    sa.Column('row_version', sa.Integer(), server_default='1', nullable=False),
    sa.CheckConstraint("title <> ''", name=op.f('ck_work_title')),
    sa.CheckConstraint('number BETWEEN 1 AND 200', name=op.f('ck_work_number')),
    sa.ForeignKeyConstraint(['lesson_id'], ['lesson.id'], name=op.f('fk_work_lesson_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_work')),
    sa.UniqueConstraint('lesson_id', 'kind', 'number', name=op.f('uq_work_lesson_id_kind_number'))
    )
    with op.batch_alter_table('work', schema=None) as batch_op:
        batch_op.create_index('ix_work_held_on', ['held_on'], unique=False)

    op.create_table('absence',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('year', sa.SmallInteger(), nullable=False),
    sa.Column('cell_id', sa.Integer(), nullable=False),
    sa.Column('kind_id', sa.Integer(), nullable=False),
    sa.Column('hours', sa.SmallInteger(), nullable=False),
    sa.Column('minutes_late', sa.SmallInteger(), nullable=True),
    sa.Column('excuse_note_id', sa.Integer(), nullable=True),
    sa.Column('confirmed_by_id', sa.Integer(), nullable=True),
    sa.Column('entered_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('row_version', sa.Integer(), server_default='1', nullable=False),
    sa.CheckConstraint('hours BETWEEN 0 AND 8', name=op.f('ck_absence_hours')),
    sa.CheckConstraint('minutes_late IS NULL OR minutes_late BETWEEN 1 AND 240', name=op.f('ck_absence_minutes')),
    sa.ForeignKeyConstraint(['cell_id', 'year'], ['cell.id', 'cell.year'], name=op.f('fk_absence_cell_id_year'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['confirmed_by_id'], ['user.id'], name=op.f('fk_absence_confirmed_by_id')),
    sa.ForeignKeyConstraint(['excuse_note_id'], ['excuse_note.id'], name=op.f('fk_absence_excuse_note_id'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['kind_id'], ['absence_kind.id'], name=op.f('fk_absence_kind_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_absence')),
    sa.UniqueConstraint('year', 'cell_id', name=op.f('uq_absence_year_cell_id'))
    )
    with op.batch_alter_table('absence', schema=None) as batch_op:
        batch_op.create_index('ix_absence_cell', ['cell_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_absence_excuse_note_id'), ['excuse_note_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_absence_kind_id'), ['kind_id'], unique=False)

    op.create_table('day_log',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('lesson_id', sa.Integer(), nullable=False),
    sa.Column('student_id', sa.Integer(), nullable=False),
    sa.Column('section_id', sa.Integer(), nullable=True),
    sa.Column('work', sa.String(length=1000), nullable=False),
    sa.Column('hours', sa.SmallInteger(), nullable=False),
    sa.Column('row_version', sa.Integer(), server_default='1', nullable=False),
    sa.CheckConstraint('hours BETWEEN 1 AND 8', name=op.f('ck_day_log_hours')),
    sa.ForeignKeyConstraint(['lesson_id'], ['lesson.id'], name=op.f('fk_day_log_lesson_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['section_id'], ['programme_section.id'], name=op.f('fk_day_log_section_id'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['student_id'], ['student.id'], name=op.f('fk_day_log_student_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_day_log')),
    sa.UniqueConstraint('lesson_id', 'student_id', name=op.f('uq_day_log_lesson_id_student_id'))
    )
    with op.batch_alter_table('day_log', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_day_log_section_id'), ['section_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_day_log_student_id'), ['student_id'], unique=False)

    op.create_table('debt_attempt',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('debt_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.SmallInteger(), nullable=False),
    sa.Column('date', sa.Date(), nullable=False),
    sa.Column('examiner_id', sa.Integer(), nullable=False),
    sa.Column('commission', sa.Boolean(), server_default=sa.false(), nullable=False),
    sa.Column('members', sa.String(length=500), nullable=True),
    sa.Column('value', sa.String(length=32), nullable=True),
    sa.Column('row_version', sa.Integer(), server_default='1', nullable=False),
    sa.CheckConstraint('number = 1 OR commission', name=op.f('ck_debt_attempt_commission')),
    sa.CheckConstraint('number IN (1, 2)', name=op.f('ck_debt_attempt_number')),
    sa.ForeignKeyConstraint(['debt_id'], ['debt.id'], name=op.f('fk_debt_attempt_debt_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['examiner_id'], ['user.id'], name=op.f('fk_debt_attempt_examiner_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_debt_attempt')),
    sa.UniqueConstraint('debt_id', 'number', name=op.f('uq_debt_attempt_debt_id_number'))
    )
    with op.batch_alter_table('debt_attempt', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_debt_attempt_examiner_id'), ['examiner_id'], unique=False)

    op.create_table('mark',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('year', sa.SmallInteger(), nullable=False),
    sa.Column('cell_id', sa.Integer(), nullable=False),
    sa.Column('position', sa.SmallInteger(), nullable=False),
    sa.Column('value', sa.SmallInteger(), nullable=False),
    sa.Column('kind', sa.String(length=32), nullable=False),
    sa.Column('weight', sa.SmallInteger(), server_default='1', nullable=False),
    sa.Column('work_id', sa.Integer(), nullable=True),
    sa.Column('comment', sa.String(length=250), nullable=True),
    sa.Column('entered_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('row_version', sa.Integer(), server_default='1', nullable=False),
    sa.CheckConstraint('position BETWEEN 1 AND 4', name=op.f('ck_mark_position')),
    sa.CheckConstraint('value BETWEEN 2 AND 5', name=op.f('ck_mark_value')),
    sa.CheckConstraint('weight BETWEEN 1 AND 10', name=op.f('ck_mark_weight')),
    sa.ForeignKeyConstraint(['cell_id', 'year'], ['cell.id', 'cell.year'], name=op.f('fk_mark_cell_id_year'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['work_id'], ['work.id'], name=op.f('fk_mark_work_id'), ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_mark')),
    sa.UniqueConstraint('year', 'cell_id', 'position', name=op.f('uq_mark_year_cell_id_position'))
    )
    with op.batch_alter_table('mark', schema=None) as batch_op:
        batch_op.create_index('ix_mark_cell', ['cell_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_mark_work_id'), ['work_id'], unique=False)

    op.create_table('remark_finding',
    sa.Column('remark_id', sa.Integer(), nullable=False),
    sa.Column('finding_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['finding_id'], ['finding.id'], name=op.f('fk_remark_finding_finding_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['remark_id'], ['remark.id'], name=op.f('fk_remark_finding_remark_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('remark_id', 'finding_id', name=op.f('pk_remark_finding'))
    )
    with op.batch_alter_table('remark_finding', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_remark_finding_finding_id'), ['finding_id'], unique=False)

    op.create_table('sheet_row',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('sheet_id', sa.Integer(), nullable=False),
    sa.Column('part', sa.String(length=32), nullable=False),
    sa.Column('position', sa.SmallInteger(), nullable=False),
    sa.Column('title', sa.String(length=1000), nullable=False),
    sa.Column('level', sa.String(length=16), nullable=False),
    sa.Column('row_version', sa.Integer(), server_default='1', nullable=False),
    sa.CheckConstraint("(part = 'work' AND level IN ('high', 'medium', 'low')) OR (part = 'professional' AND level IN ('full', 'partial', 'none')) OR (part = 'general' AND level IN ('regular', 'episodic', 'none'))", name=op.f('ck_sheet_row_level')),
    sa.ForeignKeyConstraint(['sheet_id'], ['attestation_sheet.id'], name=op.f('fk_sheet_row_sheet_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_sheet_row')),
    sa.UniqueConstraint('sheet_id', 'part', 'position', name=op.f('uq_sheet_row_sheet_id_part_position'))
    )


def downgrade() -> None:
    op.drop_table('sheet_row')
    with op.batch_alter_table('remark_finding', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_remark_finding_finding_id'))

    op.drop_table('remark_finding')
    with op.batch_alter_table('mark', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_mark_work_id'))
        batch_op.drop_index('ix_mark_cell')

    op.drop_table('mark')
    with op.batch_alter_table('debt_attempt', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_debt_attempt_examiner_id'))

    op.drop_table('debt_attempt')
    with op.batch_alter_table('day_log', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_day_log_student_id'))
        batch_op.drop_index(batch_op.f('ix_day_log_section_id'))

    op.drop_table('day_log')
    with op.batch_alter_table('absence', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_absence_kind_id'))
        batch_op.drop_index(batch_op.f('ix_absence_excuse_note_id'))
        batch_op.drop_index('ix_absence_cell')

    op.drop_table('absence')
    with op.batch_alter_table('work', schema=None) as batch_op:
        batch_op.drop_index('ix_work_held_on')

    op.drop_table('work')
    with op.batch_alter_table('reopening_request', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_reopening_request_journal_id'))
        batch_op.drop_index(batch_op.f('ix_reopening_request_grant_id'))
        batch_op.drop_index(batch_op.f('ix_reopening_request_decided_by_id'))
        batch_op.drop_index(batch_op.f('ix_reopening_request_author_id'))

    op.drop_table('reopening_request')
    op.drop_table('programme_section')
    with op.batch_alter_table('placement', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_placement_student_id'))
        batch_op.drop_index(batch_op.f('ix_placement_enterprise_id'))

    op.drop_table('placement')
    op.drop_table('lesson_task')
    with op.batch_alter_table('homework', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_homework_lesson_id'))
        batch_op.drop_index('ix_homework_due_on')

    op.drop_table('homework')
    with op.batch_alter_table('finding', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_finding_student_id'))
        batch_op.drop_index('ix_finding_state')
        batch_op.drop_index('ix_finding_rule_day')
        batch_op.drop_index(batch_op.f('ix_finding_responsible_id'))
        batch_op.drop_index(batch_op.f('ix_finding_lesson_id'))
        batch_op.drop_index(batch_op.f('ix_finding_journal_id'))
        batch_op.drop_index(batch_op.f('ix_finding_group_id'))

    op.drop_table('finding')
    op.drop_table('debt')
    with op.batch_alter_table('cell', schema=None) as batch_op:
        batch_op.drop_index('ix_cell_student')
        batch_op.drop_index('ix_cell_journal')

    op.drop_table('cell')
    with op.batch_alter_table('attestation_sheet', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_attestation_sheet_student_id'))

    op.drop_table('attestation_sheet')
    op.drop_table('timetable_slot')
    with op.batch_alter_table('timetable_change', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_timetable_change_substitute_id'))
        batch_op.drop_index(batch_op.f('ix_timetable_change_new_journal_id'))
        batch_op.drop_index(batch_op.f('ix_timetable_change_journal_id'))
        batch_op.drop_index('ix_timetable_change_date')

    op.drop_table('timetable_change')
    with op.batch_alter_table('reopening_grant', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_reopening_grant_user_id'))
        batch_op.drop_index(batch_op.f('ix_reopening_grant_journal_id'))
        batch_op.drop_index(batch_op.f('ix_reopening_grant_granted_by_id'))

    op.drop_table('reopening_grant')
    with op.batch_alter_table('remark', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_remark_journal_id'))
        batch_op.drop_index(batch_op.f('ix_remark_inspection_id'))

    op.drop_table('remark')
    with op.batch_alter_table('practice_programme', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_practice_programme_supervisor_id'))
        batch_op.drop_index(batch_op.f('ix_practice_programme_enterprise_id'))

    op.drop_table('practice_programme')
    with op.batch_alter_table('lesson', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_lesson_teacher_id'))
        batch_op.drop_index(batch_op.f('ix_lesson_syllabus_topic_id'))
        batch_op.drop_index(batch_op.f('ix_lesson_substituted_id'))
        batch_op.drop_index('ix_lesson_journal_date')
        batch_op.drop_index('ix_lesson_date')

    op.drop_table('lesson')
    with op.batch_alter_table('final_mark', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_final_mark_student_id'))

    op.drop_table('final_mark')
    op.drop_table('syllabus_topic')
    with op.batch_alter_table('journal', schema=None) as batch_op:
        batch_op.drop_index('uq_journal_subgroup', sqlite_where=sa.text('subgroup_id IS NOT NULL'), postgresql_where=sa.text('subgroup_id IS NOT NULL'))
        batch_op.drop_index('uq_journal_group', sqlite_where=sa.text('subgroup_id IS NULL'), postgresql_where=sa.text('subgroup_id IS NULL'))
        batch_op.drop_index(batch_op.f('ix_journal_teacher_id'))
        batch_op.drop_index(batch_op.f('ix_journal_syllabus_id'))
        batch_op.drop_index(batch_op.f('ix_journal_subgroup_id'))
        batch_op.drop_index(batch_op.f('ix_journal_semester_id'))
        batch_op.drop_index(batch_op.f('ix_journal_group_id'))
        batch_op.drop_index(batch_op.f('ix_journal_curriculum_line_id'))

    op.drop_table('journal')
    with op.batch_alter_table('attachment', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_attachment_support_request_id'))
        batch_op.drop_index(batch_op.f('ix_attachment_message_id'))

    op.drop_table('attachment')
    with op.batch_alter_table('syllabus', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_syllabus_author_id'))
        batch_op.drop_index(batch_op.f('ix_syllabus_approved_by_id'))

    op.drop_table('syllabus')
    with op.batch_alter_table('subgroup_membership', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_subgroup_membership_subgroup_id'))
        batch_op.drop_index(batch_op.f('ix_subgroup_membership_student_id'))

    op.drop_table('subgroup_membership')
    with op.batch_alter_table('participant', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_participant_user_id'))

    op.drop_table('participant')
    with op.batch_alter_table('parent_letter', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_parent_letter_thread_id'))
        batch_op.drop_index(batch_op.f('ix_parent_letter_student_id'))
        batch_op.drop_index(batch_op.f('ix_parent_letter_outbox_id'))
        batch_op.drop_index('ix_parent_letter_guardian')
        batch_op.drop_index(batch_op.f('ix_parent_letter_author_id'))

    op.drop_table('parent_letter')
    with op.batch_alter_table('message', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_message_thread_id'))
        batch_op.drop_index(batch_op.f('ix_message_author_id'))

    op.drop_table('message')
    with op.batch_alter_table('membership', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_membership_student_id'))
        batch_op.drop_index(batch_op.f('ix_membership_left_by_id'))
        batch_op.drop_index('ix_membership_group_span')
        batch_op.drop_index(batch_op.f('ix_membership_entered_by_id'))

    op.drop_table('membership')
    with op.batch_alter_table('line_competence', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_line_competence_competence_id'))

    op.drop_table('line_competence')
    with op.batch_alter_table('thread', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_thread_student_id'))
        batch_op.drop_index(batch_op.f('ix_thread_group_id'))
        batch_op.drop_index(batch_op.f('ix_thread_author_id'))

    op.drop_table('thread')
    with op.batch_alter_table('subgroup', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_subgroup_confirmed_by_id'))

    op.drop_table('subgroup')
    with op.batch_alter_table('outbox', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_outbox_user_id'))
        batch_op.drop_index(batch_op.f('ix_outbox_student_id'))
        batch_op.drop_index(batch_op.f('ix_outbox_parcel'))
        batch_op.drop_index(batch_op.f('ix_outbox_guardian_id'))
        batch_op.drop_index('ix_outbox_due')
        batch_op.drop_index(batch_op.f('ix_outbox_author_id'))

    op.drop_table('outbox')
    with op.batch_alter_table('movement', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_movement_to_group_id'))
        batch_op.drop_index(batch_op.f('ix_movement_student_id'))
        batch_op.drop_index(batch_op.f('ix_movement_from_group_id'))

    op.drop_table('movement')
    with op.batch_alter_table('curriculum_line', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_curriculum_line_practice_id'))
        batch_op.drop_index(batch_op.f('ix_curriculum_line_module_id'))
        batch_op.drop_index(batch_op.f('ix_curriculum_line_discipline_id'))

    op.drop_table('curriculum_line')
    with op.batch_alter_table('curatorship', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_curatorship_user_id'))
        batch_op.drop_index(batch_op.f('ix_curatorship_group_id'))

    op.drop_table('curatorship')
    with op.batch_alter_table('view_record', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_view_record_user_id'))
        batch_op.drop_index('ix_view_record_student')

    op.drop_table('view_record')
    with op.batch_alter_table('practice', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_practice_module_id'))

    op.drop_table('practice')
    with op.batch_alter_table('notification', schema=None) as batch_op:
        batch_op.drop_index('ix_notification_user')
        batch_op.drop_index(batch_op.f('ix_notification_student_id'))

    op.drop_table('notification')
    with op.batch_alter_table('guardianship', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_guardianship_guardian_id'))

    op.drop_table('guardianship')
    with op.batch_alter_table('group', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_group_speciality_id'))
        batch_op.drop_index(batch_op.f('ix_group_curriculum_id'))

    op.drop_table('group')
    with op.batch_alter_table('excuse_note', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_excuse_note_student_id'))
        batch_op.drop_index(batch_op.f('ix_excuse_note_kind_id'))

    op.drop_table('excuse_note')
    with op.batch_alter_table('discipline', schema=None) as batch_op:
        batch_op.drop_index('uq_discipline_module_title', sqlite_where=sa.text('module_id IS NOT NULL'), postgresql_where=sa.text('module_id IS NOT NULL'))
        batch_op.drop_index('uq_discipline_general_title', sqlite_where=sa.text('module_id IS NULL'), postgresql_where=sa.text('module_id IS NULL'))
        batch_op.drop_index(batch_op.f('ix_discipline_module_id'))

    op.drop_table('discipline')
    with op.batch_alter_table('consent', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_consent_student_id'))
        batch_op.drop_index(batch_op.f('ix_consent_guardian_id'))

    op.drop_table('consent')
    op.drop_table('competence')
    with op.batch_alter_table('change_request', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_change_request_student_id'))
        batch_op.drop_index(batch_op.f('ix_change_request_guardian_id'))
        batch_op.drop_index(batch_op.f('ix_change_request_decided_by_id'))
        batch_op.drop_index(batch_op.f('ix_change_request_author_id'))

    op.drop_table('change_request')
    with op.batch_alter_table('activation', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_activation_phone'))
        batch_op.drop_index(batch_op.f('ix_activation_looked_at'))
        batch_op.drop_index(batch_op.f('ix_activation_guardian_id'))

    op.drop_table('activation')
    with op.batch_alter_table('visit', schema=None) as batch_op:
        batch_op.drop_index('ix_visit_day')

    op.drop_table('visit')
    with op.batch_alter_table('user_session', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_user_session_user_id'))

    op.drop_table('user_session')
    with op.batch_alter_table('user_role', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_user_role_user_id'))

    op.drop_table('user_role')
    with op.batch_alter_table('support_request', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_support_request_author_id'))
        batch_op.drop_index(batch_op.f('ix_support_request_answered_by_id'))

    op.drop_table('support_request')
    with op.batch_alter_table('student', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_student_sort_key'))

    op.drop_table('student')
    with op.batch_alter_table('semester', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_semester_academic_year_id'))

    op.drop_table('semester')
    with op.batch_alter_table('saved_report', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_saved_report_user_id'))
        batch_op.drop_index('ix_saved_report_due')

    op.drop_table('saved_report')
    op.drop_table('saved_filter')
    with op.batch_alter_table('plan_event', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_plan_event_responsible_id'))

    op.drop_table('plan_event')
    op.drop_table('notification_setting')
    op.drop_table('module')
    with op.batch_alter_table('inspection', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_inspection_inspector_id'))

    op.drop_table('inspection')
    with op.batch_alter_table('import_batch', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_import_batch_user_id'))

    op.drop_table('import_batch')
    with op.batch_alter_table('idempotency_key', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_idempotency_key_created_at'))

    op.drop_table('idempotency_key')
    with op.batch_alter_table('guardian', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_guardian_sort_key'))

    op.drop_table('guardian')
    op.drop_table('curriculum')
    with op.batch_alter_table('closing', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_closing_closed_by_id'))

    op.drop_table('closing')
    with op.batch_alter_table('bell_slot', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_bell_slot_schedule_id'))

    op.drop_table('bell_slot')
    with op.batch_alter_table('acknowledgement', schema=None) as batch_op:
        batch_op.drop_index('ix_acknowledgement_subject')

    op.drop_table('acknowledgement')
    with op.batch_alter_table('user', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_user_sort_key'))

    op.drop_table('user')
    op.drop_table('throttle')
    op.drop_table('speciality')
    op.drop_table('public_document')
    op.drop_table('person_key')
    op.drop_table('norm_value')
    op.drop_table('job_run')
    with op.batch_alter_table('holiday', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_holiday_starts'))

    op.drop_table('holiday')
    op.drop_table('file_content')
    op.drop_table('enterprise')
    op.drop_table('college')
    op.drop_table('check_setting')
    op.drop_table('bell_schedule')
    with op.batch_alter_table('audit_record', schema=None) as batch_op:
        batch_op.drop_index('ix_audit_record_student')
        batch_op.drop_index('ix_audit_record_journal')
        batch_op.drop_index('ix_audit_record_entity')
        batch_op.drop_index('ix_audit_record_at')
        batch_op.drop_index(batch_op.f('ix_audit_record_actor_id'))

    op.drop_table('audit_record')
    op.drop_table('audit_head')
    op.drop_table('academic_year')
    op.drop_table('absence_kind')
