import MusterMath

/// The prompts that RouteLLM leaves out of its published curves because its training data holds them or
/// nearly so: 5 of MMLU, 12 of GSM8K. From `routellm/evals/*/contaminated_prompts.jsonl` of lm-sys/RouteLLM
/// @2c3f047 and @16ffc00, by the hash of `eval_prompt`.
enum ContaminatedPrompts {
  /// Whether a prompt is one of them.
  static func contains(_ prompt: String) -> Bool { hashes.contains(hash(prompt)) }

  static func hash(_ prompt: String) -> UInt64 {
    var hasher = StateHasher()
    hasher.combine(prompt)
    return hasher.finish()
  }

  private static let hashes: [UInt64] = [
    0x0687_2c11_baa1_8c0a, 0x3126_697f_3db3_d1ad, 0x26d9_7fa2_bbea_1339, 0xa279_164b_3e6f_7676,
    0x13c8_a197_f74b_b9e0, 0x22d5_e07a_1b42_6409, 0xb75b_0f99_4c95_7b9d, 0x9a3f_6565_b660_4263,
    0x5de3_8811_f21d_1752, 0x5676_78b8_365f_2e56, 0xa646_d59e_79ee_f57e, 0x06eb_808a_4c27_e3f6,
    0xf038_18b0_f893_c319, 0xe4c3_ec49_abef_98c7, 0xd331_7ca6_a83c_835d, 0xf222_c548_46c5_93d9,
    0x9690_6e01_ebf4_4a58,
  ]
}
